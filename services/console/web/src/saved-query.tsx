// 已存: a person's own filters and column sets, each a part of the address, kept in this browser under a name.
import { App, Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { useMe } from './me.ts'
import { go, usePlace } from './place.ts'

interface Saved {
  name: string
  query: string
}

const SAVED_MAX = 20
const NAME_CHARS_MAX = 20

function readSaved(key: string): Saved[] {
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? '[]') as Saved[]
    return Array.isArray(saved) ? saved.slice(0, SAVED_MAX) : []
  } catch {
    // What another program left there is no list of ours.
    return []
  }
}

interface Props {
  /** Under which they are kept, apart for each person. */
  shelf: 'filters' | 'ledger-filters' | 'ledger-columns'
  /** On the button and in the dialog, e.g. 筛选. */
  what: string
  /** An example of a name. */
  example: string
  /** Which parts of the address are kept and put back; what is not named stays as it is. */
  keeps(name: string): boolean
}

export function SavedQueries({ shelf, what, example, keeps }: Props) {
  const { login } = useMe()
  const { modal } = App.useApp()
  const place = usePlace()
  const key = `huiying.${shelf}.${login}`
  const [saved, setSaved] = useState(() => readSaved(key))
  const own = new URLSearchParams([...place.searchParams].filter(([name]) => keeps(name))).toString()
  const keep = (list: Saved[]) => {
    localStorage.setItem(key, JSON.stringify(list))
    setSaved(list)
  }
  const put = (query: string) => {
    const rest = [...place.searchParams].filter(([name]) => !keeps(name))
    const next = new URLSearchParams([...rest, ...new URLSearchParams(query)]).toString()
    go(next === '' ? place.pathname : `${place.pathname}?${next}`)
  }
  const ask = () => {
    let name = ''
    modal.confirm({
      title: `存下当前${what}`,
      content: (
        <Input
          aria-label={`${what}的名称`}
          placeholder={`名称，如 ${example}`}
          maxLength={NAME_CHARS_MAX}
          onChange={(event) => {
            name = event.target.value.trim()
          }}
        />
      ),
      okText: '存下',
      cancelText: '取消',
      onOk: () => {
        if (name !== '') keep([...saved.filter((one) => one.name !== name), { name, query: own }].slice(-SAVED_MAX))
      },
    })
  }
  const items = [
    ...saved.map((one) => ({ key: `go:${one.name}`, label: one.name })),
    ...(own === '' ? [] : [{ key: 'save', label: `存下当前${what}…` }]),
    ...saved
      .filter((one) => one.query === own)
      .map((one) => ({ key: `drop:${one.name}`, label: `删去“${one.name}”`, danger: true })),
  ]
  if (items.length === 0) return null
  const act = (chosen: string) => {
    if (chosen === 'save') return ask()
    const name = chosen.slice(chosen.indexOf(':') + 1)
    if (chosen.startsWith('drop:')) return keep(saved.filter((one) => one.name !== name))
    put(saved.find((one) => one.name === name)?.query ?? '')
  }
  return (
    <Dropdown trigger={['click']} autoFocus menu={{ items, onClick: ({ key: chosen }) => act(chosen) }}>
      <Button size="small" aria-haspopup="menu">
        已存{what} ▾
      </Button>
    </Dropdown>
  )
}
