// Settings: what is left out, what is wrong, and that a person reads all of it at once with what to do.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const refusal = (env: Record<string, string>): string => {
  try {
    readSettings(env)
  } catch (error) {
    return (error as Error).message
  }
  return 'accepted'
}

describe('settings', () => {
  it('left out or empty are the embedded defaults, and the port may move', () => {
    const set = readSettings({ DATA_DIR: '/data', PORT: '', MAIL_URL: '' })
    expect([set.port, set.portMayMove, set.host]).toEqual([7480, true, '127.0.0.1'])
    expect([set.mailUrl, set.webhookUrl]).toEqual(['file:/data/outbox', 'file:/data/outbox'])
    expect([set.keyFile, set.sealDir]).toEqual([join('/data', 'key'), join('/data', 'seals')])
    expect([set.publicUrl, set.watchdogUrl]).toEqual([null, null])
  })

  it('a port that was asked for does not move', () => {
    expect(readSettings({ PORT: '8080' }).portMayMove).toBe(false)
  })

  const wrong: [name: string, value: string, says: RegExp][] = [
    ['PORT', 'seven', /0–65535.*请改正.*“seven”/],
    ['PORT', '70000', /0–65535.*“70000”/],
    ['PORT', '80.5', /0–65535/],
    ['METRICS_PORT', '-1', /0–65535.*7490.*“-1”/],
    ['MAIL_URL', 'http://mail.example', /smtp:\/\//],
    ['MAIL_FROM', '值班室', /邮箱地址.*“值班室”/],
    ['PUBLIC_URL', 'huiying.example', /http:\/\/ 或 https:\/\/.*“huiying\.example”/],
    ['WATCHDOG_URL', 'ftp://x', /接收心跳的地址/],
    ['LOG_LEVEL', 'loud', /debug.*“loud”/],
    ['LEDGER_URL', 'mysql://x', /postgres:\/\/用户/],
    ['LEDGER_CA', '/nowhere/ca.pem', /文件不存在.*CA 证书/],
    ['BLOB_URL', 'blobs', /共享的目录/],
    ['BUS_URL', 'broker:9092', /kafka:\/\//],
    ['BUS_CA', '/nowhere/ca.pem', /文件不存在.*CA 证书/],
    ['SEARCH_URL', 'elastic:9200', /http\(s\):\/\//],
    ['SEARCH_CA', '/nowhere/ca.pem', /文件不存在.*CA 证书/],
  ]
  it.each(wrong)('%s=%s is refused with what it should be', (name, value, says) => {
    expect(refusal({ [name]: value })).toMatch(says)
  })

  const together: [why: string, env: Record<string, string>, says: RegExp][] = [
    ['an unsigned webhook', { WEBHOOK_URL: 'http://gateway.example' }, /一起设.*缺 WEBHOOK_SECRET/],
    ['a secret that signs nothing', { WEBHOOK_SECRET: 'a-secret-of-enough-length' }, /一起设.*缺 WEBHOOK_URL/],
    ['seals inside what they guard', { DATA_DIR: '/d', SEAL_DIR: '/d/' }, /SEAL_DIR 不能就是 DATA_DIR/],
  ]
  it.each(together)('%s is seen only in two settings together', (_why, env, says) => {
    expect(refusal(env)).toMatch(says)
  })

  it('a secret may stand in a file, whose last line break is none of it', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'huiying-settings-')), 'ledger_url')
    writeFileSync(file, 'postgres://huiying:secret@postgres:5432/huiying\n')
    expect(readSettings({ LEDGER_URL_FILE: file }).ledgerUrl).toBe('postgres://huiying:secret@postgres:5432/huiying')
    expect(refusal({ LEDGER_URL_FILE: file, LEDGER_URL: 'postgres://a/b' })).toMatch(/LEDGER_URL_FILE 只能设一个/)
    expect(refusal({ METRICS_TOKEN_FILE: '/nowhere/token' })).toMatch(/METRICS_TOKEN_FILE 指向的文件不存在/)
    writeFileSync(file, 'mysql://huiying:hunter2@postgres/huiying')
    const told = refusal({ LEDGER_URL_FILE: file })
    expect(told).toContain('LEDGER_URL 应为 postgres://')
    expect(told).not.toContain('hunter2')
  })

  it('prints all problems together, and never a secret', () => {
    const mail = 'smpt://user:hunter2@mail.example'
    const secrets = { MAIL_URL: mail, WEBHOOK_SECRET: 'short', METRICS_TOKEN: 'brief' }
    const told = refusal({ PORT: 'x', LOG_LEVEL: 'x', ...secrets })
    expect(told).toMatch(/设置有 6 处问题，程序未启动，数据未改动/)
    expect(told.split('\n')).toHaveLength(7)
    expect(told).not.toMatch(/hunter2|short|brief/)
  })
})
