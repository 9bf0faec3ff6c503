// The login page: account and password, or word that a one-time link is used up.
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { post, wordsOf } from './api.ts'
import { usePlace } from './place.ts'

export function LoginPage() {
  const client = useQueryClient()
  const place = usePlace()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await post('/login', { login, password })
      await client.resetQueries()
    } catch (error) {
      setWrong(wordsOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="login">
      <form onSubmit={submit}>
        <h1>回应</h1>
        <p>政务舆情回应时限、督办与台账</p>
        {place.searchParams.get('link') === 'dead' && (
          <Alert type="warning" message="这条一次性链接已用过或过期。请用账号登录，或重新启动程序取得新链接。" />
        )}
        {wrong !== null && <Alert type="error" message={wrong} role="alert" />}
        <label htmlFor="login">账号</label>
        <Input id="login" autoFocus autoComplete="username" value={login} onChange={(e) => setLogin(e.target.value)} />
        <label htmlFor="password">密码</label>
        <Input.Password
          id="password"
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={busy} disabled={login === '' || password === ''}>
          登录
        </Button>
      </form>
    </main>
  )
}
