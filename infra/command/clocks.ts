// `huiying clocks`: the response clocks C5, C24 and C48 that a grade and its moments give.
import { clocksOf } from '@huiying/domain/clock-line'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  return answerLines(streams, clocksOf)
}
