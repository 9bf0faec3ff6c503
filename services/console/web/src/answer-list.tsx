// 回信: each mail to a letter's writer, what it said and whether it has gone; where it went is on no screen.
import type { AnswerLine } from '../../src/letter-wire.ts'
import type { CasePage } from '../../src/wire.ts'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { writeFull, writeNear } from './time.ts'

const words: { [state in AnswerLine['state']]: string } = {
  waiting: '… 正在寄出',
  sent: '● 已寄出',
  failed: '✕ 未寄到，请用电话等渠道告知',
  bounced: '✕ 被退回，请用电话等渠道告知',
  cancelled: '— 未寄：已用其他方式告知',
}

export function AnswerState({ one }: { one: AnswerLine }) {
  const failed = one.state === 'failed' || one.state === 'bounced'
  return (
    <span className={failed ? 'wrong' : undefined} title={writeFull(one.at)}>
      {one.kind} {words[one.state]} {writeNear(one.at, serverNow())}
    </span>
  )
}

export function Answers({ page }: { page: CasePage }) {
  const names = useNames()
  const open = page.clocks.filter((clock) => clock.code === 'LET' && clock.state !== 'ended' && clock.itemId !== null)
  const without = open.filter((clock) => !page.reachable.includes(clock.itemId ?? '')).length
  if (page.answers.length === 0 && without === 0) return null
  return (
    <section className="files" aria-label="回信">
      <h2>
        回信 <small>{page.answers.length} 封</small>
      </h2>
      <ul>
        {page.answers.map((one) => (
          <li key={one.id}>
            <AnswerState one={one} />
            <span>
              {names.contact(one.by)} 答“{page.titles[one.itemId] || '（无标题）'}”：{one.text}
            </span>
          </li>
        ))}
        {without > 0 && (
          <li className="faint">
            {without} 封来信没有可回的邮箱地址（非邮件来信、不可回复或原文已销毁），请用电话等渠道答复
          </li>
        )}
      </ul>
    </section>
  )
}
