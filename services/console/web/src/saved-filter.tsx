// 已存筛选: a person's own filters of the queue, kept in this browser under a name.
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

export function SavedFilters() {
  const { login } = useMe()
  const { modal } = App.useApp()
  const { search } = usePlace()
  const key = `huiying.filters.${login}`
  const [saved, setSaved] = useState(() => readSaved(key))
  const keep = (list: Saved[]) => {
    localStorage.setItem(key, JSON.stringify(list))
    setSaved(list)
  }
  const ask = () => {
    let name = ''
    modal.confirm({
      title: '存下当前筛选',
      content: (
        <Input
          aria-label="筛选的名称"
          placeholder="名称，如 夜班重点"
          maxLength={NAME_CHARS_MAX}
          onChange={(event) => {
            name = event.target.value.trim()
          }}
        />
      ),
      okText: '存下',
      cancelText: '取消',
      onOk: () => {
        if (name !== '') keep([...saved.filter((one) => one.name !== name), { name, query: search }].slice(-SAVED_MAX))
      },
    })
  }
  const items = [
    ...saved.map((one) => ({ key: `go:${one.name}`, label: one.name })),
    ...(search === '' ? [] : [{ key: 'save', label: '存下当前筛选…' }]),
    ...saved
      .filter((one) => one.query === search)
      .map((one) => ({ key: `drop:${one.name}`, label: `删去“${one.name}”`, danger: true })),
  ]
  if (items.length === 0) return null
  const act = (chosen: string) => {
    if (chosen === 'save') return ask()
    const name = chosen.slice(chosen.indexOf(':') + 1)
    if (chosen.startsWith('drop:')) return keep(saved.filter((one) => one.name !== name))
    go(`/${saved.find((one) => one.name === name)?.query ?? ''}`)
  }
  return (
    <Dropdown trigger={['click']} autoFocus menu={{ items, onClick: ({ key: chosen }) => act(chosen) }}>
      <Button size="small" aria-haspopup="menu">
        已存筛选 ▾
      </Button>
    </Dropdown>
  )
}
