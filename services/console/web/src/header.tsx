// The top of every screen: where to go, search, who is on, whether all works, and the server's time.
import { Button, Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import type { Me, StatusPage } from '../../src/wire.ts'
import { post } from './api.ts'
import { leaveDesk } from './draft.ts'
import { KeyList } from './help-page.tsx'
import { useKeys } from './key.ts'
import { useLive, useSecond } from './live.ts'
import { ManualDialog } from './manual-dialog.tsx'
import { isUnit, useMe } from './me.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { go, usePlace } from './place.ts'
import { useStatus } from './reading.ts'
import { writeClock, writeNear } from './time.ts'

const allScreens: [string, string][] = [
  ['/', '值班台'],
  ['/letters', '来信'],
  ['/ledger', '台账'],
  ['/problems', '共性问题'],
  ['/handover', '交接班'],
  ['/status', '系统状态'],
  ['/quarantine', '涉密隔离'],
  ['/person', '账号'],
  ['/help', '帮助'],
]

/** Where this person can go at all. */
function screensOf(me: Me): [string, string][] {
  const isKeeper = me.roles.every((role) => role.endsWith('管理员'))
  const own = isKeeper
    ? ['/status', ...(me.roles.includes('安全管理员') ? ['/quarantine'] : []), '/person', '/help']
    : isUnit(me)
      ? ['/', '/ledger', '/help']
      : ['/', '/letters', '/ledger', '/problems', '/handover', '/status', '/help']
  return allScreens.filter(([path]) => own.includes(path))
}

export function Header({ me }: { me: Me }) {
  const [shown, show] = useState<'keys' | 'password' | 'manual' | null>(null)
  const mayAdd = me.roles.some((role) => role === '值班员' || role === '值班长')
  useKeys([
    ['?', () => show('keys')],
    ['n', () => mayAdd && show('manual')],
  ])
  return (
    <header className="head">
      <b className="brand">回应</b>
      {me.book.mark !== null && (
        <span className="mark" title="演示与演练的数据永远不会变成正式台账">
          {me.book.mark}数据
        </span>
      )}
      <Screens screens={screensOf(me)} />
      {me.roles.some((role) => !role.endsWith('管理员')) && <Find />}
      {mayAdd && (
        <Button className="add" size="small" onClick={() => show('manual')}>
          录入 N
        </Button>
      )}
      <button type="button" className="who" title="设置密码" onClick={() => show('password')}>
        {me.name} · {me.roles.join('、')}
      </button>
      <Alive />
      <Clock />
      <Button
        size="small"
        type="text"
        onClick={async () => {
          await post('/api/session/close').catch(() => undefined)
          leaveDesk()
          location.assign('/')
        }}
      >
        退出
      </Button>
      {shown === 'manual' && <ManualDialog onClose={() => show(null)} />}
      {shown === 'password' && <PasswordDialog login={me.login} onClose={() => show(null)} />}
      {shown === 'keys' && <KeyList onClose={() => show(null)} />}
    </header>
  )
}

function Screens({ screens }: { screens: [string, string][] }) {
  const place = usePlace()
  // A case is opened from the first screen; what stands in no menu (涉密隔离 of 值班长) is none of the others.
  const isScreen = allScreens.some(([path]) => path === place.pathname)
  const shown = isScreen ? place.pathname : screens[0]?.[0]
  return (
    <nav>
      {screens.map(([path, name]) => (
        <a
          key={path}
          href={path}
          aria-current={shown === path ? 'page' : undefined}
          onClick={(event) => {
            event.preventDefault()
            go(path)
          }}
        >
          {name}
        </a>
      ))}
    </nav>
  )
}

/** Keeps what the address asks for; an emptied field shows everything again. */
function Find() {
  const asked = usePlace().searchParams.get('q') ?? ''
  const field = useRef<InputRef>(null)
  const [typed, setTyped] = useState<string | null>(null)
  useKeys([['/', () => field.current?.focus()]])
  const find = (text: string) => {
    setTyped(null)
    go(text.trim() === '' ? '/' : `/?q=${encodeURIComponent(text.trim())}`)
  }
  return (
    <Input
      ref={field}
      className="find"
      size="small"
      allowClear
      placeholder="搜索标题、编号、原文  /"
      aria-label="搜索"
      value={typed ?? asked}
      onChange={(event) => (event.target.value === '' && asked !== '' ? find('') : setTyped(event.target.value))}
      onPressEnter={() => find(typed ?? asked)}
    />
  )
}

function Clock() {
  return (
    <time className="clock" title="服务器时间（北京时间）">
      {writeClock(useSecond())}
    </time>
  )
}

function Alive() {
  const live = useLive()
  const status = useStatus()
  if (isUnit(useMe()) && live.connected && !live.ledgerDown) return null
  const { words, how } = aliveness(live, status.data?.lines ?? null, status.error !== null)
  return (
    <button type="button" className={`alive ${how}`} onClick={() => go('/status')}>
      {how === 'good' ? '●' : how === 'doubt' ? '▲' : '✕'} {words}
    </button>
  )
}

/** Green only when the newest look found nothing; a look that failed is no good news. */
function aliveness(
  live: { connected: boolean; ledgerDown: boolean },
  lines: StatusPage['lines'] | null,
  unread: boolean,
) {
  if (!live.connected) return { words: '连接中断', how: 'bad' }
  if (live.ledgerDown) return { words: '账本不可用', how: 'bad' }
  if (unread) return { words: '状态不明', how: 'bad' }
  if (lines === null) return { words: '正在检查', how: 'doubt' }
  const wrong = lines.find((line) => line.state === '异常')
  if (wrong !== undefined) return { words: `${wrong.part}异常`, how: 'bad' }
  const doubts = lines.filter((line) => line.state === '注意').length
  return doubts > 0 ? { words: `${doubts} 项注意`, how: 'doubt' } : { words: '系统正常', how: 'good' }
}

export function OfflineBar() {
  const live = useLive()
  if (live.connected && !live.ledgerDown) return null
  const since = live.lastBeatAt === null ? '打开时' : writeNear(live.lastBeatAt, live.lastBeatAt)
  return (
    <div className="offline" role="alert">
      {live.connected
        ? `✕ 账本不可用：屏幕上是 ${since} 的情况，现在不能读写。恢复后自动继续，到点未发的会补发并注明延迟。紧急事项请用电话。`
        : offlineWords(since)}
    </div>
  )
}

const offlineWords = (since: string): string =>
  `✕ 连接中断：屏幕上是 ${since} 的情况，倒计时仍按服务器时间走。已填写的内容保留，正在自动重连。紧急事项请用电话。`
