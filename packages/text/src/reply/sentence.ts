// Cuts a reply into sentences and tells which are courtesy, handing on, waiting or content.
import { aside, awaited, courtesy, handedOn, handling, outcome, referral } from '../dictionary/reply.ts'

/** `courtesy` greets; `handed` passes on; `awaited` has nothing yet; `referral` sends elsewhere; `content` answers. */
export type SentenceKind = 'courtesy' | 'handed' | 'awaited' | 'referral' | 'content'

export interface Sentence {
  text: string
  /** UTF-16 units of the reply as given, end exclusive; `text` is exactly what stands there. */
  start: number
  end: number
  kind: SentenceKind
}

/** A sentence ends at 。！？； or a line break; a greeting, 收悉， and 如下： end one too, what follows is the next. */
const cut = /[^。！？!?；;\n]*?(?:如下[。：:，,]|[收阅知获]悉[，,]|[您你]好[!！,，。：:]?|[。！？!?；;\n]+|$)/gu
/** The date a reply is signed with stands behind its last words, often without a stop. */
const signedAt =
  /(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[二〇○O零一三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)\s*$/u
const dateOnly =
  /^[（(]?(?:二[O〇○0]?|[12]\d{3}|[一二三四五六七八九〇零○O]{4})[\d〇零○O一二三四五六七八九十年月日./\s-]*[）)]?$/u
const signature =
  /^[^，。]{2,28}(?:局|办|委|部|院|所|队|站|厅|中心|政府|街道办事处|办公室|公司|管理处|专案组|银行|学校)(?:\s*\d[\d年月日号./\s-]*)?$/u
const letterMin = /[\p{Script=Han}A-Za-z\d]/u
/** A sentence that hands on and goes on for longer than this tells something else as well. */
const HANDED_UNITS_MAX = 60
const AWAITED_UNITS_MAX = 90
/** Thanks at the end of a long sentence do not make the sentence thanks. */
const COURTESY_UNITS_MAX = 70

/** A number or a thing done before somebody else is named: the sentence answers, and names him besides. */
const tells = /\d+(?:时|点|日|元|人|户|天|个)|已(?:于|经|由|将|对|在|完成|责令|修|清|拆|整改|处罚|发放)/u

/** Thanks that go on to say what the office will do are more than thanks. */
const undertakes =
  /我(?:们|局|镇|县|市|区|办|院|委|街道|单位|中心|校)(?:一定|也)?(?:将|会)(?!继续(?:关注|努力)|一如既往)/u

/** The sentences in order; blanks around them are left out of their ranges. */
export function sentencesOf(reply: string): Sentence[] {
  const signed = signedAt.exec(reply)?.index ?? reply.length
  const sentences = [...cutRange(reply.slice(0, signed), 0), ...cutRange(reply.slice(signed), signed)]
  if (sentences.some((one) => one.kind === 'content') && sentences.every(isMereReceipt))
    return sentences.map((one) => (one.kind === 'content' ? { ...one, kind: 'awaited' as const } : one))
  return sentences
}

function cutRange(part: string, from: number): Sentence[] {
  const sentences: Sentence[] = []
  for (const match of part.matchAll(cut)) {
    const raw = match[0]
    const start = from + match.index + (raw.length - raw.trimStart().length)
    const text = raw.trim()
    if (!letterMin.test(text)) continue
    sentences.push({ text, start, end: start + text.length, kind: kindOf(text) })
  }
  return sentences
}

function kindOf(text: string): SentenceKind {
  const bare = text.replace(/[。！？!?；;，,：:\s]+$/u, '')
  if (dateOnly.test(bare) || signature.test(bare)) return 'courtesy'
  if (handedOn.test(bare) && bare.length <= HANDED_UNITS_MAX) return 'handed'
  if (awaited.test(bare) && bare.length <= AWAITED_UNITS_MAX) return 'awaited'
  if (courtesy.test(bare) && !undertakes.test(bare) && (bare.length <= COURTESY_UNITS_MAX || bare.endsWith('如下')))
    return 'courtesy'
  const sent = referral.exec(bare)
  if (sent !== null && bare.length <= AWAITED_UNITS_MAX && !tells.test(bare.slice(0, sent.index))) return 'referral'
  return 'content'
}

/** Of a reply of which nothing else is known, a sentence about how the matter goes through the office is no answer. */
function isMereReceipt({ kind, text }: Sentence): boolean {
  if (kind === 'courtesy') return true
  if (outcome.test(text)) return false
  if (kind === 'handed' || kind === 'awaited') return true
  const clauses = text.split(/[，,：:。！!；;？?~～]/u).filter((one) => one.trim() !== '')
  return handling.test(text) && clauses.every((one) => handling.test(one) || aside.test(one.trim()))
}
