// What the machine proposes for a case, each with its ground; a person decides.
import type { CasePage } from '../../src/wire.ts'
import { earlyWords } from './item-card.tsx'

/** Before anything else: the telephone, a check, an earlier answer. */
export function FirstSteps({ page: { suggestion } }: { page: CasePage }) {
  const { early, heat } = suggestion
  if (early.length === 0 && heat === null) return null
  return (
    <ul className="first-steps" aria-label="先做">
      {early.map(({ code, action }) => (
        <li key={code}>
          <b>☎ {earlyWords[code] ?? code}</b> {action}
        </li>
      ))}
      {heat !== null && (
        <li>
          <b>▲ 建议舆情级别 {heat.colour}</b> {heat.reason}；只升关注程度，不改突发事件级别
        </li>
      )}
    </ul>
  )
}

export function Suggested({ page }: { page: CasePage }) {
  const { suggestion } = page
  const state = page.case
  const asks = state.type !== null && ['自然灾害', '公共卫生', '刑事'].includes(state.type) && suggestion.grade === null
  return (
    <dl className="suggested">
      <dt>建议级别</dt>
      <dd>
        {suggestion.grade === null ? '机器没有建议，由您判断' : <b>{suggestion.grade}</b>}
        {suggestion.article !== null && `（${suggestion.article}）`}
        {asks && `${state.type}类没有装分级表，请应急、卫健或公安定级`}
        {state.suspected && state.judged === null && <b className="wrong"> 疑似重大，请立即研判</b>}
      </dd>
      <dt>建议单位</dt>
      <dd>
        {suggestion.units.length === 0
          ? '没有命中主题或属地，请派首接协调岗人工判断'
          : suggestion.units.map((unit) => (
              <span key={unit.id} className="chip" title={unit.reason}>
                {unit.short} <small>{unit.reason}</small>
              </span>
            ))}
      </dd>
    </dl>
  )
}
