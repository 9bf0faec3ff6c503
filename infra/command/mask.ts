// `huiying mask`: personal data in each text, covered in place and listed with its offsets.
import { mask } from '@huiying/text/mask'
import { readId, readText } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  return answerLines(streams, (line) => {
    const { text, found } = mask(readText(line, 'text'))
    return { id: readId(line), text, found: found.map(({ kind, start, end }) => ({ kind, start, end })) }
  })
}
