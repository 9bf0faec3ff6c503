// infra/compose.yaml without containers: the very commands and environment, on a tree made by the Dockerfile's lines.
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emlOf } from '@huiying/infra/sample'
import { type TraceLine, traceSteps } from '@huiying/ledger/trace/trace-line'
import { serviceNames } from '@huiying/runtime/metric'
import { real } from '@huiying/runtime/time'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newDatabase } from '../engine.ts'
import { type MailServer, openMailServer } from '../mail-server.ts'
import { buildTree, type Container, openHost, readCompose } from './container.ts'

/** Installing, building the page and starting twelve services on a busy machine. */
const START_MS_MAX = 540_000
const TEST_MS = 300_000
const patient = { timeout: 240_000, interval: 500 }
const compose = readCompose()
const letter = {
  ago: 5,
  from: 'xie@mail.example',
  subject: '化工园区化工厂爆炸',
  text: '化工园区化工厂爆炸，12人死亡。',
}

let mails: MailServer
let host: ReturnType<typeof openHost>
const running: Container[] = []
const of = (name: string) => running.filter((one) => one.name.startsWith(`${name}-`))

beforeAll(async () => {
  mails = await openMailServer()
  host = openHost({
    tree: buildTree(),
    engines: {
      'kafka://kafka:9092': process.env.BUS_URL!,
      'http://elasticsearch:9200': process.env.SEARCH_URL!,
    },
    secrets: {
      key: `${randomBytes(32).toString('hex')}\n`,
      ledger_url: await newDatabase(process.env.POSTGRES_URL!),
      mail_url: mails.url,
      metrics_token: 'qinghe-prometheus\n',
    },
  })
  expect(await runOnce('book', compose.book!.command)).toBe('{"book":"main","opened":true}\n')
  for (const name of serviceNames) {
    for (let count = 0; count < compose[name]!.deploy!.replicas; count++)
      running.push(await host.start(name, compose[name]!))
  }
}, START_MS_MAX)
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()))
  await mails.close()
  // Half a gigabyte of libraries each time.
  host.remove()
}, TEST_MS)

describe('compose.yaml', { timeout: TEST_MS }, () => {
  it('starts two of each service, and each passes the healthcheck that stands there', async () => {
    expect(running.map((one) => one.name.split('-')[0])).toEqual(serviceNames.flatMap((name) => [name, name]))
    for (const one of running) {
      await one.during(vi.waitFor(() => expect([one.name, one.isHealthy()]).toEqual([one.name, true]), patient))
    }
    const answers = await Promise.all(running.map(async (one) => (await fetch(`${one.probes}/readyz`)).json()))
    expect(answers).toEqual(running.map(() => ({ ok: true, reason: null })))
  })

  it('a letter put into the volume is a case on both consoles, found by both, and rings by mail', async () => {
    const inbox = join(host.volume('mailbox'), 'in')
    mkdirSync(inbox, { recursive: true })
    writeFileSync(join(inbox, '1.part'), emlOf(letter, 0, real.now()))
    renameSync(join(inbox, '1.part'), join(inbox, '1.eml'))
    for (const console of of('console')) {
      const cookie = await enter(console)
      const ask = async (path: string) => {
        const url = new URL(console.out().trim())
        return (await fetch(`${url.origin}${path}`, { headers: { cookie } })).text()
      }
      await vi.waitFor(async () => expect(await ask('/api/cases')).toContain(letter.subject), patient)
      await vi.waitFor(
        async () => expect(await ask(`/api/cases?text=${encodeURIComponent('死亡')}`)).toContain(letter.subject),
        patient,
      )
    }
    await vi.waitFor(() => expect(mails.arrived.map((mail) => mail.to)).toContain('zhiban@localhost'), patient)
  })

  it('a command in a container follows that letter through all services, and finds nothing missing', async () => {
    const command = ['node', 'infra/huiying.mjs', 'trace', 'sample-1@mail.example', '--json']
    await vi.waitFor(async () => {
      const lines = (await runOnce('trace', command)).trim().split('\n')
      const told = lines.map((line) => JSON.parse(line) as TraceLine)
      expect([...new Set(told.map((line) => line.step))].sort()).toEqual([...traceSteps].sort())
      expect(told.filter((line) => line.state !== 'done' && line.state !== 'none')).toEqual([])
    }, patient)
  })

  it('ends in order at SIGTERM, each with 0', async () => {
    const codes = await Promise.all(running.map(async (one) => [one.name, await one.stop()]))
    expect(codes).toEqual(running.map((one) => [one.name, 0]))
  })
})

/** A command in a container of its own, with the environment of the one that opens the book; what it writes. */
async function runOnce(name: string, command: string[]): Promise<string> {
  const one = await host.start(name, { ...compose.book!, command })
  const code = await new Promise((resolve) => one.child.once('close', resolve))
  expect([code, one.log()]).toEqual([0, ''])
  return one.out()
}

/** Follows the link that a console prints at its start; the session's cookie. */
async function enter(console: Container): Promise<string> {
  const link = await vi.waitFor(() => {
    const [, url] = /^(http:\S+)\n/.exec(console.out()) ?? []
    if (url === undefined) throw new Error(`${console.name} has not printed its link`)
    return url
  }, patient)
  const opened = await fetch(link, { redirect: 'manual' })
  return opened.headers.get('set-cookie')?.split(';')[0] ?? ''
}
