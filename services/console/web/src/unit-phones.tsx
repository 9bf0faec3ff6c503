// Whom to ring up: the numbers of the units that have a case or may get it, and of any other that is looked for.
import { Select } from 'antd'
import { useState } from 'react'
import type { CasePage, Directory } from '../../src/wire.ts'
import { useMe, useNames } from './me.ts'

type Unit = Directory['units'][number]

/** Who has the case, and while nobody has, whom the machine proposes. */
function unitsOf({ case: state, suggestion }: CasePage): string[] {
  const live = state.assignments.filter((one) => one.ended === null).map((one) => one.unit)
  return [...new Set(live.length > 0 ? live : suggestion.units.map((one) => one.id))]
}

/** Behind one press where nothing says to telephone first. */
export function PhonesOfCase({ page }: { page: CasePage }) {
  const me = useMe()
  const [open, setOpen] = useState(false)
  if (page.callFirst || !me.acts.includes('call.make')) return null
  return (
    <>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        ☎ 单位电话
      </button>
      {open && <UnitPhones page={page} />}
    </>
  )
}

export function UnitPhones({ page }: { page: CasePage }) {
  const units = useNames().directory?.units ?? []
  const [asked, setAsked] = useState<string[]>([])
  const shown = [...new Set([...unitsOf(page), ...asked])].flatMap((id) => units.find((one) => one.id === id) ?? [])
  const others = units.filter((unit) => !shown.includes(unit) && hasNumber(unit))
  return (
    <section className="phones" aria-label="单位电话">
      <ul>
        {shown.map((unit) => (
          <li key={unit.id}>
            <b>{unit.short}</b> <Numbers unit={unit} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Select
          size="small"
          showSearch
          optionFilterProp="label"
          aria-label="查其他单位的电话"
          placeholder="查其他单位的电话"
          notFoundContent="名册里没有这个单位，或没有号码"
          value={null}
          options={others.map((one) => ({ value: one.id, label: one.short }))}
          onChange={(id: string | null) => id !== null && setAsked([...asked, id])}
        />
      )}
    </section>
  )
}

const hasNumber = ({ phone, contacts }: Unit): boolean => phone !== null || contacts.some((one) => one.phone !== null)

function Numbers({ unit }: { unit: Unit }) {
  if (!hasNumber(unit)) return <span className="faint">名册里没有号码</span>
  return (
    <>
      {unit.phone !== null && <Call phone={unit.phone} />}
      {unit.contacts.map(({ id, name, roles, phone }) =>
        phone === null ? null : (
          <span key={id}>
            {' '}
            {roles.join('、')} {name} <Call phone={phone} />
          </span>
        ),
      )}
    </>
  )
}

const Call = ({ phone }: { phone: string }) => (
  <a className="phone" href={`tel:${phone}`}>
    {phone}
  </a>
)
