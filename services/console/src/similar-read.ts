// GET /api/items/:id/similar: past letters alike that were answered, each with its reply and why it is shown.
import type { Fingerprint } from '@huiying/domain/item'
import { answeredLetters } from '@huiying/ledger/answer/answered'
import { candidatesOf } from '@huiying/ledger/candidate/fingerprint'
import { readCase } from '@huiying/ledger/case'
import { listItems } from '@huiying/ledger/queue-fact'
import { sharedWords } from '@huiying/text/same/in-both'
import { pairCosine } from '@huiying/text/same/likeness'
import { z } from 'zod'
import { endpoint, notFound } from './endpoint.ts'
import type { SimilarPage } from './letter-wire.ts'
import { maySee } from './right.ts'

const SHOWN_MAX = 5
const WORDS_MAX = 6
const EXCERPT_CHARS = 400
/** Less alike than this in words, a letter only happens to name the same place. */
const COSINE_MIN = 0.08

/**
 * Candidates come from the index of fingerprints, a bounded number however many letters there are; of these only what
 * the person may see is looked at, so that nothing hidden is even counted.
 */
export const showSimilar = endpoint({
  params: z.object({ id: z.string().max(120) }),
  async handle({ context, person, params: { id } }): Promise<SimilarPage> {
    const { read } = context.ledger
    const [row] = await listItems(read, { book: person.book, restricted: true, id }, 1, null)
    const own = row?.caseId == null ? null : await readCase(read, row.caseId)
    if (row === undefined || row.verdict === null || own === null || !maySee(person, own)) throw notFound('来信')
    const { fingerprint } = row.verdict
    const [found = []] = await candidatesOf(context.ledger, person.book, [fingerprint], 0)
    const likely = new Map(found.filter((one) => one.itemId !== id).map((one) => [one.itemId, one.fingerprint]))
    const letters = await answeredLetters(read, person.book, [...likely.keys()])
    const alike = letters
      .filter(({ state }) => maySee(person, state) && state.restricted === own.restricted)
      .map((letter) => ({ letter, score: likeness(fingerprint, likely.get(letter.itemId)!) }))
      .filter(({ score }) => score >= COSINE_MIN)
      .sort((a, b) => b.score - a.score || b.letter.receivedAt - a.letter.receivedAt)
    return {
      looked: likely.size,
      letters: alike.slice(0, SHOWN_MAX).map(({ letter, score }) => ({
        itemId: letter.itemId,
        caseId: letter.state.merged.into ?? letter.state.id,
        number: letter.state.number,
        title: letter.title,
        receivedAt: letter.receivedAt,
        excerpt: letter.masked?.slice(0, EXCERPT_CHARS) ?? null,
        score,
        words: sharedWords(row.masked ?? '', letter.masked ?? '', WORDS_MAX),
        reply: { ...letter.letter.answer, publicity: letter.letter.publicity },
      })),
    }
  },
})

function likeness(a: Fingerprint, b: Fingerprint): number {
  if (a.exact === b.exact) return 1
  return a.version === b.version ? pairCosine(a, b) : 0
}
