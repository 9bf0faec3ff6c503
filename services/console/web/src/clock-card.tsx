// One deadline of a case: what is left, until when, from when and who says so, and how far its ladder has gone.
import type { CasePage } from '../../src/wire.ts'
import { useNowFor } from './live.ts'
import { useNames } from './me.ts'
import { writeFull, writeNear } from './time.ts'
import { TimeLeft, urgencyOf } from './urgency.tsx'

export type CaseClock = CasePage['clocks'][number]

const clockNames: Record<string, string> = {
  C5: 'C5 发布权威信息',
  C24: 'C24 新闻发布会',
  C48: 'C48 权威回应',
  REL: '持续发布',
  'RPT-P': '电话报告（对内）',
  'RPT-W': '书面报告（对内）',
  DIR: '上级交办',
  LET: '来信答复',
  PRM: '承诺兑现',
}
const basisWords: Record<string, string> = {
  occurredAt: '事发',
  firstPublishedAt: '首发',
  detectedAt: '发现',
  receivedAt: '收信',
  respondedAt: '上次发布',
  directed: '交办时写明',
  promised: '作出承诺',
}
const endWords: Record<string, string> = {
  stopped: '已完成',
  withdrawn: '降级撤下',
  waived: '经批准不召开',
  replaced: '已由新起算代替',
  cancelled: '随案撤下',
}

export function ClockCard({ clock, page }: { clock: CaseClock; page: CasePage }) {
  const now = useNowFor(clock.dueAt)
  const urgency = clock.state === 'running' ? urgencyOf(clock.dueAt, clock.marks, now) : '无'
  const letter = clock.itemId === null || page.case.letters.total < 2 ? null : page.titles[clock.itemId]
  return (
    <section className={`clock-card u-${urgency}`}>
      <h2>
        {clockNames[clock.code] ?? clock.code}
        {clock.provisional && clock.confirmedAt === null && (
          <i className="tag" title="机器预挂，研判前只告警值班室">
            预挂
          </i>
        )}
      </h2>
      {letter != null && (
        <p className="cut" title={letter}>
          {letter || '（无标题）'}
        </p>
      )}
      {clock.end === null ? (
        <p className="big">
          {clock.state === 'carried' ? '并案承接' : <TimeLeft due={clock.dueAt} />}
          {(urgency === '黄' || urgency === '橙' || urgency === '红') && <b className="word">{urgency}</b>}
        </p>
      ) : (
        <p className="big done">
          {endWords[clock.end.how] ?? clock.end.how}
          <small>{clock.end.late ?? (clock.end.how === 'stopped' ? '按时' : '')}</small>
        </p>
      )}
      <p title={writeFull(clock.dueAt)}>
        截止 <b>{writeNear(clock.dueAt, now, true)}</b>
        {clock.estimated && (
          <i className="tag" title="尚无国办节假日通知">
            暂估
          </i>
        )}
        {clock.end === null && clock.lateAtStart !== null && <b className="wrong"> {clock.lateAtStart}</b>}
      </p>
      <Basis clock={clock} page={page} now={now} />
      {clock.end === null && clock.state === 'running' && <Ladder clock={clock} now={now} />}
      {clock.end !== null && (
        <p className="faint" title={writeFull(clock.end.at)}>
          {writeNear(clock.end.at, now)} {clock.end.reason}
        </p>
      )}
    </section>
  )
}

const sayer = (saidBy: string, names: ReturnType<typeof useNames>): string => {
  if (saidBy.startsWith('item:')) return '信息原文'
  return saidBy.startsWith('source:') ? names.source(saidBy.slice(7)) : names.contact(saidBy)
}

/** Who says when it began, and whether a person has checked that. */
function Basis({ clock, page, now }: { clock: CaseClock; page: CasePage; now: number }) {
  const { moments } = page.case
  const moment =
    clock.basis === 'occurredAt' || clock.basis === 'firstPublishedAt' || clock.basis === 'detectedAt'
      ? moments[clock.basis]
      : null
  const names = useNames()
  const said = moment === null ? null : `据${sayer(moment.saidBy, names)}`
  return (
    <>
      <p title={`${writeFull(clock.startAt)}起算`}>
        起算 {writeNear(clock.startAt, now)}（{basisWords[clock.basis] ?? clock.basis}
        {said === null ? '' : `，${said}，${moment?.verified ? '已核' : '待核'}`}）
      </p>
      <p className="faint cut" title={clock.rule}>
        {clock.rule}
      </p>
      {clock.notes.map((note) => (
        <p key={note} className="faint">
          {note}
        </p>
      ))}
    </>
  )
}

function Ladder({ clock, now }: { clock: CaseClock; now: number }) {
  const whole = Math.max(1, clock.dueAt - clock.startAt)
  const share = (at: number) => Math.min(100, Math.max(0, ((at - clock.startAt) / whole) * 100))
  return (
    <svg className="ladder" viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label="升级阶梯">
      <title>{clock.marks.map((mark) => `${mark.step} ${writeNear(mark.at, now)}`).join('；') || '没有升级节点'}</title>
      <rect className="track" x="0" y="6" width="100" height="4" />
      <rect className="gone" x="0" y="6" width={share(now)} height="4" />
      {clock.marks.map((mark) => (
        <rect key={mark.step} className={`mark-${mark.step}`} x={share(mark.at) - 0.4} y="2" width="0.8" height="12" />
      ))}
    </svg>
  )
}
