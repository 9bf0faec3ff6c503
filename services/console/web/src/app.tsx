// The frame of every screen: login when nobody is, else the header and the screen of the address.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import type { Directory, Me } from '../../src/wire.ts'
import { get, RefusedError, wordsOf } from './api.ts'
import { CasePageView } from './case-page.tsx'
import { HandoverBar } from './handover-bar.tsx'
import { HandoverView } from './handover-page.tsx'
import { Header, OfflineBar } from './header.tsx'
import { HelpPage } from './help-page.tsx'
import { LedgerPageView } from './ledger-page.tsx'
import { LettersView } from './letters-page.tsx'
import { noteServerTime, openLive } from './live.ts'
import { LoginPage } from './login-page.tsx'
import { DirectoryContext, MeContext } from './me.ts'
import { PersonView } from './person-page.tsx'
import { usePlace } from './place.ts'
import { ProblemsView } from './problems-page.tsx'
import { QuarantineView } from './quarantine-page.tsx'
import { QueueView } from './queue.tsx'
import { StatusView } from './status-page.tsx'
import { WallView } from './wall-page.tsx'

export function App() {
  const me = useQuery({ queryKey: ['me'], queryFn: readMe, retry: false })
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

/** The server's time is taken over before anything is shown: a machine whose clock is wrong never shows its own. */
async function readMe(): Promise<Me> {
  const me = await get<Me>('/api/session')
  noteServerTime(me.now)
  return me
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
        <Frame me={me} seesCases={seesCases} />
      </DirectoryContext>
    </MeContext>
  )
}

function Frame({ me, seesCases }: { me: Me; seesCases: boolean }) {
  if (usePlace().pathname === '/wall' && seesCases) return <WallView />
  return (
    <>
      <Header me={me} />
      <OfflineBar />
      {me.warning !== null && (
        <div className="warning" role="alert">
          ✕ {me.warning}
        </div>
      )}
      {seesCases && <HandoverBar me={me} />}
      <main className="screen">{seesCases ? <Screen /> : <KeeperScreen />}</main>
    </>
  )
}

/** The three administrators see the program and the accounts, and no business text. */
function KeeperScreen() {
  const { pathname } = usePlace()
  if (pathname === '/person') return <PersonView />
  if (pathname === '/quarantine') return <QuarantineView />
  return pathname === '/help' ? <HelpPage /> : <StatusView />
}

function Screen() {
  const place = usePlace()
  const caseId = /^\/case\/(.+)$/.exec(place.pathname)?.[1]
  if (caseId !== undefined) return <CasePageView key={caseId} id={decodeURIComponent(caseId)} />
  switch (place.pathname) {
    case '/ledger':
      return <LedgerPageView />
    case '/letters':
      return <LettersView />
    case '/problems':
      return <ProblemsView />
    case '/handover':
      return <HandoverView />
    case '/status':
      return <StatusView />
    case '/quarantine':
      return <QuarantineView />
    case '/help':
      return <HelpPage />
    default:
      return <QueueView />
  }
}
