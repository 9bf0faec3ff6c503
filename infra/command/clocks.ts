// `huiying clocks`: the response clocks C5, C24 and C48 that a grade and its moments give.
import { clocksOf } from '@huiying/domain/clock-line'
import { answerLines, type Streams } from '../lines.ts'

export async function run(_args: string[], streams: Streams): Promise<number> {
  return answerLines(streams, clocksOf)
}
