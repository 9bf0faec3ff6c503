// What of a reply is looked at before it goes on record: two things are refused (§8.2), the rest is shown.
import { mask } from '@huiying/text/mask'
import { checkReply, isOnlyReceived } from '@huiying/text/reply'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'

const TEXT_CHARS_MAX = 20_000

/** POST /api/replies/check: statement, substance, hints with evidence and promises; nothing is recorded. */
export const checkReplyText = endpoint({
  body: z.object({ letter: z.string().max(TEXT_CHARS_MAX), reply: z.string().min(1).max(TEXT_CHARS_MAX) }),
  async handle({ body }) {
    return checkReply(body.letter, body.reply)
  },
})

const personal: ReadonlySet<string> = new Set(['phone', 'id', 'card', 'address', 'wechat'])

/** Throws for Q13 (what is published would show somebody's private affairs) and Q3 (a letter answered by receipt). */
export function refuseUnfitReply(order: { do: string; summary?: string }): void {
  const { summary } = order
  if (summary === undefined || (order.do !== 'response.record' && order.do !== 'letter.answer')) return
  const shown = checkReply('', summary).hints.find((hint) => hint.code === 'Q13')?.evidence[0]?.text
  const found = mask(summary).found.find((one) => personal.has(one.kind))
  if (shown !== undefined || found !== undefined) {
    throw new RefusedError(422, 'Q13', '要点里有他人的个人信息（Q13），未登记。请打码或改写后再提交，内容仍在页面上')
  }
  if (order.do === 'letter.answer' && isOnlyReceived(summary)) {
    throw new RefusedError(422, 'Q3', '只有“已收悉、已转办、正在核实”，不是答复（Q3），来信时限继续。请写明办理结果')
  }
}
