// What of a reply is looked at before it goes on record: two things are refused (§8.2), the rest is shown.
import { dayOf, HOUR_MS } from '@huiying/domain/beijing'
import type { Case } from '@huiying/domain/case'
import { type Statement, statements } from '@huiying/domain/word'
import { familyOf } from '@huiying/ledger/act'
import { itemsOfCase, readViews } from '@huiying/ledger/item/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import { answersOfUnit } from '@huiying/ledger/letter'
import { checkReply, isOnlyReceived } from '@huiying/text/reply'
import { hintAdvice } from '@huiying/text/reply/advice'
import type { Beside } from '@huiying/text/reply/beside'
import type { Hint } from '@huiying/text/reply/hint'
import { z } from 'zod'
import { caseParams, findCase } from './case-read.ts'
import { endpoint } from './endpoint.ts'
import type { ReplyAdvice } from './wire.ts'

const REPLY_CHARS_MAX = 4_000
/** Of the letter shown beside its reply; few are longer. */
const LETTER_CHARS_MAX = 6_000
/** §8.2 Q2: as far back as replies of the same unit are compared, and how many. */
const ALIKE_WITHIN_MS = 180 * 24 * HOUR_MS
const ALIKE_MAX = 500
/** Without a letter named, the reply is held against the earliest of so many of the case's newest items. */
const LOOKED_AT_MAX = 20

/** POST /api/cases/:id/replies/check: what would be refused, hints with evidence, promises; nothing is recorded. */
export const checkReplyText = endpoint({
  params: caseParams,
  body: z.object({
    reply: z.string().min(1).max(REPLY_CHARS_MAX),
    /** The letter it answers; null: what is published on the case. */
    itemId: z.string().max(120).nullable(),
    statement: z.enum(statements).nullable(),
    unit: z.string().max(120).nullable(),
  }),
  async handle({ context, person, params, body, now }): Promise<ReplyAdvice> {
    const { read } = context.ledger
    const state = await findCase(read, person, params.id)
    const { reply, itemId, statement } = body
    const letter = await letterOf(read, state, itemId)
    const unit = body.unit ?? state.assignments.find((one) => one.ended === null && one.part === '牵头')?.unit ?? null
    const beside = await besideOf(read, state, { unit, itemId, now })
    const found = checkReply(letter, reply, beside)
    const refused = unfitness(reply, itemId === null ? statement : '结果')
    return {
      statement: found.statement,
      substance: found.substance,
      lacks: found.lacks,
      refused: refused?.code ?? null,
      hints: found.hints.map(({ code, evidence }) => ({
        code,
        ...hintAdvice[code],
        evidence: evidence.map(({ text, of }) => ({ text, of: of ?? 'reply' })),
      })),
      letter: missedIn(letter, found.hints),
      promises: found.promises.map(({ text, due }) => ({ text, due })),
    }
  },
})

/** Where in the letter the places stand that the reply leaves out. */
function missedIn(letter: string, hints: Hint[]): ReplyAdvice['letter'] {
  const missed = hints.flatMap(({ evidence }) =>
    evidence.flatMap(({ of, start, end }) => (of === 'letter' ? [{ start, end }] : [])),
  )
  if (missed.length === 0) return null
  const text = letter.slice(0, LETTER_CHARS_MAX)
  return { text, missed: missed.toSorted((a, b) => a.start - b.start), cut: text.length < letter.length }
}

/** Only of this case's own items: a letter of another case is as if it were not there. */
async function letterOf(read: Reader, state: Case, itemId: string | null): Promise<string> {
  const family = await familyOf(read, state)
  const views = itemId === null ? await itemsOfCase(read, family, LOOKED_AT_MAX) : await readViews(read, [itemId])
  const own = views.filter((one) => one.caseId !== null && family.includes(one.caseId))
  return own.at(-1)?.masked ?? ''
}

interface About {
  unit: string | null
  itemId: string | null
  now: number
}

async function besideOf(read: Reader, state: Case, { unit, itemId, now }: About): Promise<Beside> {
  const answers = unit === null ? [] : await answersOfUnit(read, state.book, unit, now - ALIKE_WITHIN_MS, ALIKE_MAX)
  return {
    others: answers.filter((one) => one.itemId !== itemId).map(({ letter, reply }) => ({ letter, reply })),
    promised: state.clocks
      .filter((clock) => clock.code === 'PRM')
      .map((clock) => ({
        text: clock.notes.join('，'),
        due: dayOf(clock.dueAt - 1),
        kept: clock.end?.how === 'stopped',
      })),
    today: dayOf(now),
    published: state.responses.flatMap((one) => (one.rejected === undefined ? [one.summary] : [])),
  }
}

/**
 * Q13: what is published would show somebody's private affairs. Q3: receipt alone, where an answer or an authoritative
 * response is claimed (§14-3). null: it may be recorded.
 */
function unfitness(text: string, claims: Statement | null): { code: 'Q13' | 'Q3'; message: string } | null {
  if (showsPersonal(text)) {
    const message = '要点里有他人的个人信息（Q13），未登记。请打码或改写后再提交，内容仍在页面上'
    return { code: 'Q13', message }
  }
  if (claims === null || claims === '受理告知' || !isOnlyReceived(text)) return null
  const message = '只有“已收悉、已转办、正在核实”，不是答复（Q3），时限继续。请写明办理结果，或按受理告知登记'
  return { code: 'Q3', message }
}

const showsPersonal = (text: string): boolean => checkReply('', text).hints.some((hint) => hint.code === 'Q13')

/** What the page's draft of an answer leaves to be written: with one of these it is no answer, however long it is. */
const blanks = /【(?:事实|文件条款|措施|期限|结果|号码)】/g

function blankOf(text: string): { code: 'blank'; message: string } | null {
  const left = [...new Set(text.match(blanks))].join('')
  if (left === '') return null
  return { code: 'blank', message: `草稿里还有没填的空：${left}，未登记、未寄出。请填好或删去再提交，内容仍在页面上` }
}

interface Said {
  do: string
  summary?: string
  told?: string
  statement?: Statement
}

/**
 * Why an order may not go on record, or null. What a writer is told besides an answer (受理, 延期 …) stands there for ever
 * too; answers and public responses must also say more than that something came in.
 */
export function unfitnessOf({
  do: act,
  summary,
  told,
  statement,
}: Said): { code: 'Q13' | 'Q3' | 'blank'; message: string } | null {
  const blank = blankOf(`${summary ?? ''}${told ?? ''}`)
  if (blank !== null) return blank
  if (told !== undefined && showsPersonal(told)) {
    const message = '告知来信人的话里有个人信息（Q13），未登记。请打码或改写后再提交，内容仍在页面上'
    return { code: 'Q13', message }
  }
  if (summary === undefined || (act !== 'response.record' && act !== 'letter.answer')) return null
  return unfitness(summary, act === 'letter.answer' ? '结果' : (statement ?? null))
}
