// Feeds letters to the whole program in a child process, killing it -9 at seeded moments, and tells what stands at the
// end.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateLetters } from '@huiying/infra/bench/letter'
import { openLedgerReadOnly } from '@huiying/ledger/open'
import { openRandom } from '@huiying/runtime/random'
import { SMTPServer } from 'smtp-server'
import { readStanding, type Standing } from './standing.ts'

export interface KillOptions {
  folder: string
  letters: number
  kills: number
  seed: number
  /** Business time of the first start, UTC milliseconds. */
  startAt: number
}

export interface Outcome extends Standing {
  /** Message-IDs in the order the mail server took them. */
  arrived: string[]
  kills: number
}

const DROPS = 40
/** A kill comes within so many commits of the start: the program is always in the middle of something. */
const COMMITS_MAX = 8

/** Kills lie between the drops and after them, so that collecting, tagging, tracking and sending all meet some. */
export async function runKilled(options: KillOptions): Promise<Outcome> {
  const smtp = await openSmtp()
  const random = openRandom(options.seed)
  const began = Date.now()
  let child = await startChild(options, smtp.port, 0)
  const kill = async () => {
    await commits(child, 1 + Math.floor(random() * COMMITS_MAX))
    child.kill('SIGKILL')
    await gone(child)
    child = await startChild(options, smtp.port, Date.now() - began)
  }
  const files = [
    ...generateLetters({
      seed: options.seed,
      count: options.letters,
      majorEvery: 25,
      startAt: options.startAt - 3_600_000,
    }),
  ]
  const inbox = join(options.folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  let kills = 0
  for (let drop = 0; drop < DROPS; drop++) {
    for (let index = drop; index < files.length; index += DROPS) {
      const name = `${String(index).padStart(6, '0')}.eml`
      writeFileSync(join(inbox, `${name}.part`), files[index]!.bytes)
      renameSync(join(inbox, `${name}.part`), join(inbox, name))
    }
    for (; kills < ((drop + 1) * options.kills) / DROPS; kills++) await kill()
  }
  await settled(options, child, inbox)
  child.send('stop')
  await gone(child)
  await smtp.close()
  const ledger = await openLedgerReadOnly({ dataDir: options.folder })
  try {
    return { ...(await readStanding(ledger.read)), arrived: smtp.arrived, kills }
  } finally {
    await ledger.close()
  }
}

async function startChild(options: KillOptions, port: number, elapsedMs: number): Promise<ChildProcess> {
  const env = { ...process.env, DATA_DIR: options.folder, MAIL_URL: `smtp://127.0.0.1:${port}`, LOG_LEVEL: 'error' }
  const args = [String(options.startAt), String(elapsedMs)]
  const child = fork(new URL('./child.ts', import.meta.url), args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await heard(child, 'ready')
  return child
}

function heard(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (code: number | null) => reject(new Error(`the program ended by itself, code ${code}`))
    const listen = (said: unknown) => {
      if (said !== word) return
      child.off('message', listen)
      child.off('exit', end)
      resolve()
    }
    child.on('message', listen)
    child.once('exit', end)
  })
}

/** Resolves after so many more commits; the program beats every few seconds, so they always come. */
async function commits(child: ChildProcess, count: number): Promise<void> {
  for (let seen = 0; seen < count; seen++) await heard(child, 'commit')
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

/** Until the folder is empty, every item is placed and no delivery is pending; the runner's time limit bounds it. */
async function settled(options: KillOptions, child: ChildProcess, inbox: string): Promise<void> {
  for (;;) {
    child.send('idle')
    await heard(child, 'idle')
    const left = readdirSync(inbox).length
    const ledger = await openLedgerReadOnly({ dataDir: options.folder })
    const unplaced = await ledger.read
      .selectFrom('item')
      .select('id')
      .where('caseId', 'is', null)
      .where('lane', 'is', null)
      .execute()
    const pending = await ledger.read.selectFrom('delivery').select('id').where('state', '=', 'pending').execute()
    await ledger.close()
    if (left === 0 && unplaced.length === 0 && pending.length === 0) return
    await commits(child, 1)
  }
}

async function openSmtp() {
  const arrived: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const id = /^Message-ID:\s*<([^>]+)>/im.exec(Buffer.concat(parts).toString('utf8'))
        if (id?.[1] !== undefined) arrived.push(id[1])
        done()
      })
    },
  })
  // A killed program resets its connections; the server must outlive that.
  server.on('error', (error) => console.log(`mail server: ${error.message}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address() as { port: number }
  return { arrived, port: address.port, close: () => new Promise<void>((resolve) => server.close(resolve)) }
}
