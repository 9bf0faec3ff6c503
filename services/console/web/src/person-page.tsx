// 账号: who may log in with which roles; one press switches an account off, with its reason on record.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { AccountPage } from '../../src/wire.ts'
import { get, post, wordsOf } from './api.ts'
import { useMe } from './me.ts'
import { TableHead } from './table-head.tsx'
import { Unread } from './unread.tsx'

type Account = AccountPage['accounts'][number]
const REASON_CHARS_MIN = 2

export function PersonView() {
  const me = useMe()
  const page = useQuery({ queryKey: ['accounts'], queryFn: () => get<AccountPage>('/api/persons') })
  if (page.data === undefined) {
    if (page.error === null) return <p className="boot">正在读取账号…</p>
    return <Unread what="账号" error={page.error} onRetry={() => page.refetch()} />
  }
  const mayKeep = me.roles.includes('系统管理员')
  return (
    <div className="status-page">
      <h1>账号</h1>
      <p className="note">
        新增账号和改角色用命令 npx huiying user add 登录名 --role 角色 --name 姓名 &lt;
        密码文件（密码从标准输入读，不留在命令行里）。账号只停用、不删除：台账里永远写着谁办过什么。
      </p>
      <table className="accounts">
        <TableHead names={['登录名', '姓名', '角色', '单位', '状态', mayKeep ? '停用、启用' : '']} />
        <tbody>
          {page.data.accounts.map((one) => (
            <tr key={one.login}>
              <td>{one.login}</td>
              <td>{one.name}</td>
              <td>{one.roles.join('、')}</td>
              <td>{one.unit ?? '—'}</td>
              <td>{one.disabled ? <b className="wrong">✕ 已停用</b> : '● 可登录'}</td>
              <td>{mayKeep && one.login !== me.login && <Switch account={one} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Switch({ account }: { account: Account }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const on = account.disabled
  const send = useMutation({
    mutationFn: () => post(`/api/persons/${encodeURIComponent(account.login)}/switch`, { on, reason }),
    onSuccess: () => {
      message.success(`${account.login} 已${on ? '启用' : '停用，登录即时失效'}，已记入台账`)
      setReason('')
      return client.invalidateQueries({ queryKey: ['accounts'] })
    },
    onError: (error) => message.error(wordsOf(error)),
  })
  const label = `${on ? '启用' : '停用'} ${account.login}`
  return (
    <span className="switch">
      <Input
        size="small"
        placeholder="理由（写入台账）"
        aria-label={`${label}的理由`}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        size="small"
        danger={!on}
        aria-label={label}
        disabled={reason.trim().length < REASON_CHARS_MIN}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {on ? '启用' : '停用'}
      </Button>
    </span>
  )
}
