// `huiying workdays`: the working day a number of working days after a day, by the State Council's yearly notices.
import { workdaysOf } from '@huiying/domain/calendar'
import { answerLines, type Streams } from '../lines.ts'

export async function run(_args: string[], streams: Streams): Promise<number> {
  return answerLines(streams, workdaysOf)
}
