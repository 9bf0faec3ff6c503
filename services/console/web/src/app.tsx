// The frame of every screen: who is on, what works, what time it is; login when nobody is.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Directory, Me, StatusPage } from '../../src/wire.ts'
import { get, post, RefusedError, wordsOf } from './api.ts'
import { CasePageView } from './case-page.tsx'
import { HelpPage, KeyList } from './help-page.tsx'
import { useKeys } from './key.ts'
import { LedgerPageView } from './ledger-page.tsx'
import { noteServerTime, openLive, useLive, useSecond } from './live.ts'
import { LoginPage } from './login-page.tsx'
import { ManualDialog } from './manual-dialog.tsx'
import { DirectoryContext, MeContext } from './me.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { go, usePlace } from './place.ts'
import { QueueView } from './queue.tsx'
import { StatusView } from './status-page.tsx'
import { writeClock, writeNear } from './time.ts'

const screens: [string, string][] = [
  ['/', '值班台'],
  ['/ledger', '台账'],
  ['/status', '系统状态'],
  ['/help', '帮助'],
]
const STATUS_EVERY_MS = 10_000

export function App() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/api/session'), retry: false })
  useEffect(() => {
    if (me.data !== undefined) noteServerTime(me.data.now)
  }, [me.data])
  if (me.isPending) return <p className="boot">正在打开回应…</p>
  if (me.error instanceof RefusedError && me.error.status === 401) return <LoginPage />
  if (me.data === undefined) {
    return (
      <div className="boot">
        <p>{wordsOf(me.error)}</p>
        <Button onClick={() => me.refetch()}>重试</Button>
      </div>
    )
  }
  return <Desk me={me.data} />
}

function Desk({ me }: { me: Me }) {
  const client = useQueryClient()
  const seesCases = me.acts.length > 0 || me.roles.some((role) => !role.endsWith('管理员'))
  const directory = useQuery({
    queryKey: ['directory'],
    queryFn: () => get<Directory>('/api/directory'),
    enabled: seesCases,
  })
  useEffect(() => (seesCases ? openLive(client) : undefined), [client, seesCases])
  if (seesCases && directory.data === undefined) return <p className="boot">正在读取名册…</p>
  return (
    <MeContext value={me}>
      <DirectoryContext value={directory.data ?? null}>
        <Header me={me} />
        <OfflineBar />
        <main className="screen">{seesCases ? <Screen /> : <StatusView />}</main>
      </DirectoryContext>
    </MeContext>
  )
}

function Screen() {
  const place = usePlace()
  const caseId = /^\/case\/(.+)$/.exec(place.pathname)?.[1]
  if (caseId !== undefined) return <CasePageView key={caseId} id={decodeURIComponent(caseId)} />
  switch (place.pathname) {
    case '/ledger':
      return <LedgerPageView />
    case '/status':
      return <StatusView />
    case '/help':
      return <HelpPage />
    default:
      return <QueueView />
  }
}

function Header({ me }: { me: Me }) {
  const place = usePlace()
  const search = useRef<InputRef>(null)
  const [keysShown, showKeys] = useState(false)
  const [manualShown, setManualShown] = useState(false)
  const mayAdd = me.roles.some((role) => role === '值班员' || role === '值班长')
  const [passwordShown, setPasswordShown] = useState(false)
  const [text, setText] = useState(place.searchParams.get('q') ?? '')
  useKeys([
    ['/', () => search.current?.focus()],
    ['?', () => showKeys(true)],
    ['n', () => mayAdd && setManualShown(true)],
  ])
  const find = (value: string) => go(value.trim() === '' ? '/' : `/?q=${encodeURIComponent(value.trim())}`)
  return (
    <header className="head">
      <b className="brand">回应</b>
      {me.book.mark !== null && (
        <span className="mark" title="演示与演练的数据永远不会变成正式台账">
          {me.book.mark}数据
        </span>
      )}
      <nav>
        {screens.map(([path, name]) => (
          <a
            key={path}
            href={path}
            aria-current={place.pathname === path ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault()
              setText('')
              go(path)
            }}
          >
            {name}
          </a>
        ))}
      </nav>
      <Input
        ref={search}
        className="find"
        size="small"
        allowClear
        placeholder="搜索标题、编号、原文  /"
        aria-label="搜索"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          if (event.target.value === '') find('')
        }}
        onPressEnter={() => find(text)}
      />
      {mayAdd && (
        <Button size="small" onClick={() => setManualShown(true)}>
          录入 N
        </Button>
      )}
      <button type="button" className="who" title="设置密码" onClick={() => setPasswordShown(true)}>
        {me.name} · {me.roles.join('、')}
      </button>
      <Alive />
      <Clock />
      <Button
        size="small"
        type="text"
        onClick={async () => {
          await post('/api/session/close').catch(() => undefined)
          location.assign('/')
        }}
      >
        退出
      </Button>
      {manualShown && <ManualDialog onClose={() => setManualShown(false)} />}
      {passwordShown && <PasswordDialog login={me.login} onClose={() => setPasswordShown(false)} />}
      {keysShown && <KeyList onClose={() => showKeys(false)} />}
    </header>
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
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => get<StatusPage>('/api/status'),
    refetchInterval: STATUS_EVERY_MS,
    retry: false,
  })
  const wrong = status.data?.lines.filter((line) => line.state === '异常') ?? []
  const bad = !live.connected || wrong.length > 0
  const words = !live.connected ? '连接中断' : wrong.length > 0 ? `${wrong[0]?.part}异常` : '系统正常'
  if (status.error instanceof RefusedError && status.error.status === 403 && live.connected) return null
  return (
    <button type="button" className={bad ? 'alive bad' : 'alive'} onClick={() => go('/status')}>
      {bad ? '✕' : '●'} {words}
    </button>
  )
}

function OfflineBar() {
  const live = useLive()
  if (live.connected) return null
  const since = live.lastBeatAt === null ? '打开时' : writeNear(live.lastBeatAt, live.lastBeatAt)
  return (
    <div className="offline" role="alert">
      ✕ 连接中断：屏幕上是 {since} 的情况，倒计时仍按服务器时间走。已填写的内容保留，正在自动重连。紧急事项请用电话。
    </div>
  )
}
