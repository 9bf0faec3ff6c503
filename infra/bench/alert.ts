// From a letter on disk to the change on an open screen at 100 letters a second, beside a bare look at the folder.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLetter } from '@huiying/collector/letter'
import { startConsole } from '@huiying/console/console'
import { listItems } from '@huiying/ledger/queue-fact'
import { openLog } from '@huiying/runtime/log'
import { openProbe } from '@huiying/runtime/probe'
import { readSettings } from '@huiying/runtime/settings'
import { openTime, pause } from '@huiying/runtime/time'
import { openProgram } from '../program.ts'
import { LOOK_MS, runProgram } from '../run-program.ts'
import { hearChanges } from './change.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, resultOf, type Sample } from './result.ts'

const LETTERS_A_SECOND = 100
const SECONDS = 10
const LETTERS = LETTERS_A_SECOND * SECONDS
const SEED = 11
/** Letters are dropped in groups this far apart, as a mail server writes them. */
const DROP_EVERY_MS = 100
const QUIET_MS = 3_000
const SHARE = 0.99

export async function run(runs: number): Promise<BenchResult> {
  const samples: Sample[] = []
  const letters = [...generateLetters({ seed: SEED, count: LETTERS, startAt: Date.UTC(2026, 10, 20) })]
  const bytes = letters.reduce((sum, letter) => sum + letter.bytes.length, 0)
  for (let index = 0; index < runs; index++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
    try {
      const raw = await bareLook(folder, letters)
      const value = await onScreen(folder, letters)
      samples.push({ value, raw })
      process.stderr.write(
        `第 ${index + 1}/${runs} 轮：p99 ${Math.round(value)} 毫秒，只看文件夹 ${Math.round(raw)} 毫秒\n`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = { bench: 'alert', unit: 'ms p99', n: LETTERS, distinct: LETTERS, bytes }
  return resultOf({ ...facts, threads: 4, durability: 'ledger synchronous=FULL', seed: SEED }, samples)
}

type Letters = { bytes: Uint8Array }[]

/** Writes the letters at their pace; returns when each was in place, by file name. */
async function dropLetters(inbox: string, letters: Letters): Promise<Map<string, number>> {
  mkdirSync(inbox, { recursive: true })
  const droppedAt = new Map<string, number>()
  const each = (LETTERS_A_SECOND * DROP_EVERY_MS) / 1000
  for (let from = 0; from < letters.length; from += each) {
    for (const [index, letter] of letters.slice(from, from + each).entries()) {
      const name = `${String(from + index).padStart(6, '0')}.eml`
      writeFileSync(join(inbox, `${name}.part`), letter.bytes)
      renameSync(join(inbox, `${name}.part`), join(inbox, name))
      droppedAt.set(name, performance.now())
    }
    await pause(DROP_EVERY_MS)
  }
  return droppedAt
}

/** The same letters only looked for as often and parsed: what no program could be faster than. */
async function bareLook(folder: string, letters: Letters): Promise<number> {
  const inbox = join(folder, 'bare')
  mkdirSync(inbox, { recursive: true })
  const seenAt = new Map<string, number>()
  let stopped = false
  const look = async () => {
    while (!stopped) {
      const names = readdirSync(inbox).filter((name) => name.endsWith('.eml') && !seenAt.has(name))
      for (const name of names) {
        await readLetter(readFileSync(join(inbox, name)))
        seenAt.set(name, performance.now())
      }
      await pause(LOOK_MS)
    }
  }
  const looking = look()
  const droppedAt = await dropLetters(inbox, letters)
  await pause(LOOK_MS * 2)
  stopped = true
  await looking
  return shareOf([...droppedAt].map(([name, at]) => (seenAt.get(name) ?? Number.NaN) - at))
}

/** The whole program with its console; the screen is one listener of the live stream, as the page is. */
async function onScreen(folder: string, letters: Letters): Promise<number> {
  const settings = readSettings({ DATA_DIR: join(folder, 'data'), PORT: '0' })
  const [time, log] = [openTime(), openLog('error')]
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log, kind: '正式', bookFile })
  await program.warm()
  const { ledger, bus, mark, books } = program
  const console = await startConsole({ probe: openProbe(), settings, time, log, ledger, bus, mark })
  const running = runProgram(program, time, log)
  const screen = await openScreen(await console.firstLink())
  const droppedAt = await dropLetters(join(settings.dataDir, 'mailbox', 'in'), letters)
  await screen.quiet()
  const delays = await delaysOf(program, books[0]!, letters, droppedAt, screen.named)
  await screen.close()
  await running.stop()
  await console.stop()
  await program.stop()
  return shareOf(delays)
}

interface Named {
  at: number
  cases: string[]
}

async function openScreen(link: string) {
  const login = await fetch(link, { redirect: 'manual' })
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const stream = await fetch(new URL('/api/stream', link), { headers: { cookie } })
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  const named: Named[] = []
  let lastAt = performance.now()
  const listening = hearChanges(reader, (cases) => {
    lastAt = performance.now()
    named.push({ at: lastAt, cases })
  })
  return {
    named,
    /** Resolves when nothing has been heard for a while. */
    async quiet() {
      while (performance.now() - lastAt < QUIET_MS) await pause(DROP_EVERY_MS)
    },
    async close() {
      await reader.cancel()
      await listening
    },
  }
}

/** For each letter: from its place in the folder to the first word of its case on the screen. */
async function delaysOf(
  program: Awaited<ReturnType<typeof openProgram>>,
  book: string,
  letters: Letters,
  droppedAt: Map<string, number>,
  named: Named[],
): Promise<number[]> {
  const rows = await listItems(program.ledger.read, { book, restricted: true }, letters.length * 2, null)
  const caseOf = new Map(rows.map((row) => [row.item.ownId, row.caseId]))
  const delays: number[] = []
  for (const [index, letter] of letters.entries()) {
    const { id } = await readLetter(letter.bytes)
    const caseId = caseOf.get(id)
    const at = droppedAt.get(`${String(index).padStart(6, '0')}.eml`) ?? Number.NaN
    const word = named.find((one) => one.at >= at && caseId != null && one.cases.includes(caseId))
    delays.push((word?.at ?? Number.POSITIVE_INFINITY) - at)
  }
  return delays
}

const shareOf = (delays: number[]): number =>
  delays.sort((a, b) => a - b)[Math.ceil(delays.length * SHARE) - 1] ?? Number.NaN
