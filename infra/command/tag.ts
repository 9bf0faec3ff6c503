// `huiying tag`: the topics of each text, with evidence, and what else decides whether it becomes a case.
import { openTagger, type TopicHit } from '@huiying/text/tag'
import { readId, readKind, readText, readTime } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  const tagger = openTagger()
  return answerLines(streams, (line) => {
    const letter = readKind(line, 'kind') === 'letter'
    const tagged = tagger.tag(readText(line, 'text'), readTime(line, 'at'), { letter })
    const { gov, incident, type, deaths, serious, injured, missing, grade, suspected, place, report, early } = tagged
    return {
      ...{
        id: readId(line),
        topics: tagged.topics.map(inOrder),
        gov,
        incident,
        type,
        deaths,
        serious,
        injured,
        missing,
      },
      ...{ grade, suspected, place, report, early },
    }
  })
}

/** As the line is written; the reader's own order is the ledger's. */
const inOrder = ({ id, score, evidence, ...rest }: TopicHit) => ({
  ...{ id, score, evidence: evidence.map(({ text, start, end }) => ({ text, start, end })) },
  ...rest,
})
