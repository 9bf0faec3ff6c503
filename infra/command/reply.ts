// `huiying reply`: what kind of statement a reply is, how substantial, with which hints and promises.
import { checkReply } from '@huiying/text/reply'
import { readId, readText } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  return answerLines(streams, (line) => {
    const { statement, substance, hints, promises } = checkReply(readText(line, 'letter'), readText(line, 'reply'))
    const promised = promises.map(({ text, due }) => ({ text, due }))
    return { id: readId(line), statement, substance, hints, promises: promised }
  })
}
