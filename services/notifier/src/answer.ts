// Answers to writers: claimed, read again, sent as a reply to the letter, and settled. The address and the words as
// typed are opened here, at the moment of sending, and go nowhere but into the mail.
import { writeSpan } from '@huiying/domain/beijing'
import { ladderMarks } from '@huiying/domain/ladder-mark'
import type { Policy } from '@huiying/domain/policy'
import {
  type AnswerSettlement,
  beginAnswer,
  type ClaimedAnswer,
  claimAnswers,
  settleAnswer,
} from '@huiying/ledger/answer/answer'
import { policyOf } from '@huiying/ledger/policy'
import { replyCode } from '@huiying/runtime/reply-code'
import { escapeHtml } from './mail.ts'
import { BACKOFF_MS, CLAIM_MAX, LEASE_MS, type NotifyOptions, UNREACHED_MS } from './notify.ts'
import { isRefusal } from './transport.ts'

const ERASED = '来信原文（含地址）已销毁，未寄'
const CHANGED = '密封的回信原话不在或被改动，未寄。请用电话等渠道答复，并请系统管理员运行 npx huiying ledger verify'

/** One round; returns how many answers it looked at. Sent at least once: the same Message-ID on a second sending. */
export async function answerOnce(options: NotifyOptions, clock: () => number): Promise<number> {
  const claimed = await claimAnswers(options.ledger, { now: clock(), leaseMs: LEASE_MS, limit: CLAIM_MAX })
  for (const { id, lease } of claimed) {
    const now = clock()
    const claim = await beginAnswer(options.ledger, id, lease, now + LEASE_MS)
    if (claim !== null) await sendAnswer(options, claim, now)
  }
  return claimed.length
}

async function sendAnswer(options: NotifyOptions, claim: ClaimedAnswer, now: number): Promise<void> {
  const { ledger, log, transport, from, onlyTo } = options
  const { answer, lease, address, words, unsure } = claim
  const messageId = `${answer.id}@${options.host}`
  const settle = (outcome: AnswerSettlement['outcome'], reason: string, nextAt?: number) => {
    const at = nextAt === undefined ? {} : { nextAt }
    return settleAnswer(ledger, { id: answer.id, lease, outcome, messageId, reason, unsure, ...at }, now)
  }
  const about = { caseId: claim.case.id, itemId: answer.itemId, answerId: answer.id }
  if (claim.why !== null) {
    await settle('cancelled', claim.why)
    return
  }
  if (address === null || words === null) {
    await settle('failed', address === null ? ERASED : CHANGED)
    return
  }
  const { policy } = await policyOf(ledger.read, claim.case.book)
  const replies = messageIdOf(claim.ownId)
  const mail = { ...composeAnswer(claim, words, policy, options.mark), to: onlyTo ?? address, from, messageId, replies }
  try {
    await transport.send(mail)
  } catch (error) {
    // Of the server's words only the code: they often hold the address.
    const { response, responseCode } = error as { response?: string; responseCode?: number }
    const code = replyCode(response ?? String(responseCode ?? ''))
    log.warn({ ...about, code }, 'the answer was not sent yet')
    if (isRefusal(error)) await settle('failed', `回信被拒收（${code}），来信人未收到；时限照走，请用电话等渠道答复`)
    else {
      const next = now + BACKOFF_MS[Math.min(claim.attempts, BACKOFF_MS.length - 1)]!
      await settle('retry', isOverdue(claim, policy, now) ? waitingWords(claim, now) : '', next)
    }
    return
  }
  if (await settle('sent', '')) log.info(about, 'the answer was sent')
  else log.warn(about, 'an answer was sent under a lease that had passed on')
}

/** As for every delivery (§6.3): after five minutes, and at once when the letter itself is red or late. */
function isOverdue({ letter, queuedAt }: ClaimedAnswer, policy: Policy, now: number): boolean {
  if (now - queuedAt >= UNREACHED_MS) return true
  if (letter === null) return false
  const isRed = ladderMarks(letter, null, policy).some((mark) => mark.step === '红' && mark.at <= now)
  return isRed || now > letter.dueAt
}

const waitingWords = ({ queuedAt }: ClaimedAnswer, now: number): string =>
  `回信${now > queuedAt ? `等了 ${writeSpan(now - queuedAt)}` : ''}还没有寄出（邮件服务器没有接），仍在重试；时限照走，急件请先用电话等渠道答复`

/** The Message-ID of a letter as a reply may carry it; null for what is none. */
const messageIdOf = (written: string | null): string | null => /^<[^<>\s]{1,900}>$/.exec(written ?? '')?.[0] ?? null

/** As the desk wrote it, under a subject that says no more of the letter than its masked title. */
function composeAnswer(claim: ClaimedAnswer, words: string, policy: Policy, mark: NotifyOptions['mark']) {
  const { title, case: state } = claim
  const marked = mark === null ? '' : `【${mark}】`
  const subject = marked + (state.restricted === null && title !== '' ? `Re: ${title}` : '关于您来信的回复')
  const desk = policy.units.find((unit) => unit.kind === '值班室')
  const phone = desk?.phone ?? ''
  const foot = [desk?.name ?? policy.name, ...(phone === '' ? [] : [`联系电话：${phone}`])]
  const head = mark === null ? [] : [`本邮件来自${mark}数据，不是真实答复。`]
  const lines = [...head, ...words.split(/\r?\n/), '', ...foot]
  const html = lines.map((line) => `<p style="margin:6px 0">${escapeHtml(line)}</p>`).join('')
  return { subject, text: lines.join('\r\n'), html: `<!doctype html><html lang="zh-CN"><body>${html}</body></html>` }
}
