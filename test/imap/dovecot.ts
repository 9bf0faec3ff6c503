// A real Dovecot of its own for tests: own folder, own configuration, 127.0.0.1, a free port; letters are put into its
// Maildir as a delivery agent would.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@huiying/infra/engines/port'
import { real } from '@huiying/runtime/time'

export const IMAP_USER = 'xinxiang'
export const IMAP_PASSWORD = 'qinghe-2026'
const START_MS_MAX = 15_000
const LOOK_MS = 20
/** `nobody`: Dovecot reads no mail as root. */
const NOBODY = 65_534

export interface Dovecot {
  port: number
  /** Puts letters into the mailbox, in this order. */
  deliver(...letters: (string | Buffer)[]): void
  start(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** The mailbox is made anew: the same letters, other numbers. */
  renumber(validity: number): void
  /** File names in the mailbox; letters that were seen carry an `S`. */
  files(): string[]
}

export async function openDovecot(folder: string): Promise<Dovecot> {
  const port = await freePort()
  const mail = join(folder, 'mail')
  const isRoot = userInfo().uid === 0
  for (const name of ['', 'cur', 'new', 'tmp']) mkdirSync(join(mail, name), { recursive: true })
  mkdirSync(join(folder, 'run'), { recursive: true })
  // Its processes run as other users than the one that starts it.
  chmodSync(folder, 0o755)
  const own = (path: string) => isRoot && chownSync(path, NOBODY, NOBODY)
  for (const name of ['', 'cur', 'new', 'tmp']) own(join(mail, name))
  const configuration = join(folder, 'dovecot.conf')
  writeFileSync(configuration, configurationOf(folder, port, isRoot))
  let master: ChildProcess | null = null
  let serial = 0
  return {
    port,
    deliver(...letters) {
      for (const letter of letters) {
        const name = `${String(++serial).padStart(8, '0')}.M${serial}.qinghe`
        writeFileSync(join(mail, 'tmp', name), letter)
        own(join(mail, 'tmp', name))
        renameSync(join(mail, 'tmp', name), join(mail, 'new', name))
      }
    },
    async start() {
      master = spawn(programPath(), ['-F', '-c', configuration], { stdio: 'ignore', detached: true })
      await untilOpen(port)
    },
    async kill() {
      const gone = master === null ? null : once(master, 'exit')
      // The whole group of this one server: login and imap processes too.
      if (master?.pid !== undefined) process.kill(-master.pid, 'SIGKILL')
      master = null
      await gone
    },
    renumber(validity) {
      for (const name of readdirSync(mail))
        if (name.startsWith('dovecot')) rmSync(join(mail, name), { recursive: true })
      writeFileSync(join(mail, 'dovecot-uidlist'), `3 V${validity} N1\n`)
      own(join(mail, 'dovecot-uidlist'))
    },
    files: () => ['new', 'cur'].flatMap((name) => readdirSync(join(mail, name))),
  }
}

function configurationOf(folder: string, port: number, isRoot: boolean): string {
  const me = userInfo().username
  const reader = isRoot ? 'nobody' : me
  return `
base_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail
${isRoot ? '' : `default_internal_user = ${me}\ndefault_login_user = ${me}`}
first_valid_uid = 1
mail_max_userip_connections = 50
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=${IMAP_PASSWORD}
}
userdb {
  driver = static
  args = uid=${reader} gid=${isRoot ? 'nogroup' : String(userInfo().gid)} home=${folder}/mail
}
`
}

/** Debian keeps it where only root looks. */
const programPath = () => (existsSync('/usr/sbin/dovecot') ? '/usr/sbin/dovecot' : 'dovecot')

async function untilOpen(port: number): Promise<void> {
  const end = real.now() + START_MS_MAX
  while (!(await isOpen(port))) {
    if (real.now() > end) throw new Error(`Dovecot did not open port ${port}`)
    await new Promise<void>((resolve) => real.after(LOOK_MS, () => resolve()))
  }
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false)).setTimeout(START_MS_MAX, () => socket.destroy())
    socket.once('data', () => socket.destroy())
  })

export interface Wire {
  port: number
  /** Null lets everything through. */
  cutAfter: number | null
  cuts: number
  close(): void
}

/** A wire to the server that is cut after so many bytes to us; each connection anew until `cutAfter` is null. */
export async function openWire(port: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  const wire: Wire = { port: 0, cutAfter: null, cuts: 0, close: () => undefined }
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    let passed = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (bytes) => {
      passed += bytes.length
      near.write(bytes)
      if (wire.cutAfter === null || passed <= wire.cutAfter) return
      wire.cuts++
      near.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  wire.port = (server.address() as { port: number }).port
  wire.close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return wire
}
