// `huiying workdays`: the working day a number of working days after a day, by the State Council's yearly notices.
import { workdaysOf } from '@huiying/domain/calendar'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  return answerLines(streams, workdaysOf)
}
