// `huiying same`: whether two texts tell of the same happening, with the score it rests on.
import { compareTexts } from '@huiying/text/same'
import { readId, readText, readTime } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'

export async function run(_args: string[], streams: Streams): Promise<number> {
  return answerLines(streams, (line) => {
    const at = readTime(line, 'at')
    const bt = readTime(line, 'bt')
    const times = { ...(at === undefined ? {} : { at }), ...(bt === undefined ? {} : { bt }) }
    const { same, score } = compareTexts(readText(line, 'a'), readText(line, 'b'), times)
    return { id: readId(line), same, score }
  })
}
