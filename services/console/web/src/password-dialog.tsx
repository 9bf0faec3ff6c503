// Sets the own password: the one-time link is for the first time only.
import { Alert, App, Input, Modal } from 'antd'
import { useState } from 'react'
import { post, wordsOf } from './api.ts'

export function PasswordDialog({ login, onClose }: { login: string; onClose(): void }) {
  const { message } = App.useApp()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const send = async () => {
    try {
      await post('/api/session/password', { password })
      message.success(`已设置。以后用账号 ${login} 和新密码登录`)
      onClose()
    } catch (error) {
      setWrong(wordsOf(error))
    }
  }
  const differs = again !== '' && again !== password
  return (
    <Modal
      open
      width={420}
      title="设置密码"
      okText="设置密码"
      cancelText="取消"
      okButtonProps={{ disabled: password === '' || again !== password }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="act">
        <p className="say">
          账号 {login}。至少 10 位，含小写字母、大写字母、数字、其他字符中的三类。其他屏幕上的登录随即失效。
        </p>
        <label htmlFor="new-password">新密码</label>
        <Input.Password
          id="new-password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <label htmlFor="same-password">再输一次</label>
        <Input.Password
          id="same-password"
          autoComplete="new-password"
          status={differs ? 'error' : ''}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        {differs && <p className="wrong">两次不一样</p>}
        {wrong !== null && <Alert type="error" role="alert" message={wrong} />}
      </div>
    </Modal>
  )
}
