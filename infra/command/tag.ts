// `huiying tag`: the topics of each text, with evidence, and what else decides whether it becomes a case.
import { openTagger } from '@huiying/text/tag'
import { readId, readText, readTime } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  const tagger = openTagger()
  return answerLines(streams, (line) => {
    const tagged = tagger.tag(readText(line, 'text'), readTime(line, 'at'))
    const { topics, gov, incident, type, deaths, serious, injured, missing, grade, suspected, place, report, early } =
      tagged
    return {
      ...{ id: readId(line), topics, gov, incident, type, deaths, serious, injured, missing },
      ...{ grade, suspected, place, report, early },
    }
  })
}
