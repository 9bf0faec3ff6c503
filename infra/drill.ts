// The drill (演练): plays a scenario through the same commands a person uses, fast, and holds what fires against the
// frozen plan.
import { mkdtempSync, readdirSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFull } from '@huiying/domain/beijing'
import type { Plan } from '@huiying/domain/case'
import type { Order } from '@huiying/domain/command'
import { readYaml } from '@huiying/domain/yaml-words'
import { act } from '@huiying/ledger/act'
import { type AlertRow, alertsOf } from '@huiying/ledger/alert'
import { queue, readCase } from '@huiying/ledger/case'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { nextDueAt } from '@huiying/ledger/plan'
import { lockFolder } from '@huiying/runtime/lock'
import { openLog } from '@huiying/runtime/log'
import { readSettings, type Settings, settingsFromEnvironment } from '@huiying/runtime/settings'
import { openTime, type Time } from '@huiying/runtime/time'
import { openProgram, type Program } from './program.ts'
import { emlOf } from './sample.ts'

interface ScenarioStep {
  at: number
  letter?: { subject: string; text: string }
  act?: Order
  by?: string
}
interface Scenario {
  name: string
  steps: ScenarioStep[]
}

const MINUTE_MS = 60_000
const SPEED_MAX = 100_000
/** Shorter waits are not worth a line. */
const WAIT_TOLD_MS = 5_000

/** Runs until the first repeat of 超时 (`exit`) or until stopped; returns the exit code. */
export async function runDrill(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      speed: { type: 'string', default: '60' },
      scenario: { type: 'string' },
      exit: { type: 'boolean' },
      'mail-to': { type: 'string' },
    },
  })
  const speed = Number(values.speed)
  if (!(speed >= 1 && speed <= SPEED_MAX)) throw new Error(`--speed 应为 1 到 ${SPEED_MAX}，现在是“${values.speed}”`)
  const file = values.scenario ?? join(import.meta.dirname, 'drill', 'explosion.yaml')
  const scenario = scenarioOf(file, await readFile(file, 'utf8'))
  const settings = drillSettings()
  const lock = lockFolder(settings.dataDir)
  const time = openTime({ speed })
  const log = openLog('warn')
  const bookFile = new URL('sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log, kind: '演练', onlyTo: values['mail-to'] ?? null, bookFile })
  process.stderr.write(
    `演练“${scenario.name}”，${speed} 倍速，数据目录 ${settings.dataDir}；全部数据带演练标记，不会成为正式台账\n`,
  )
  try {
    return await play(program, scenario, { time, speed, folder: settings.dataDir, exits: values.exit === true })
  } finally {
    await program.stop()
    lock.release()
  }
}

function scenarioOf(file: string, text: string): Scenario {
  const read = readYaml(text)
  if ('value' in read) return read.value as Scenario
  const lines = read.problems.map(({ line, what, mend }) => `  第 ${line} 行${what}。${mend}`)
  throw new Error(`演练脚本 ${file} 有问题，演练没有开始：\n${lines.join('\n')}`)
}

/**
 * DATA_DIR when it is empty, else a fresh temporary folder. Nothing else of the environment is taken over: a drill
 * never touches a book in use, its seals, bus or index, wherever they lie.
 */
function drillSettings(): Settings {
  const { dataDir, dataDirGiven, mailUrl, mailFrom } = settingsFromEnvironment()
  const folder = dataDirGiven && isEmpty(dataDir) ? dataDir : mkdtempSync(join(tmpdir(), 'huiying-drill-'))
  // MAIL_URL stays known for --mail-to; without that the mark keeps every mail in the folder (§14-18).
  const mail = mailUrl.startsWith('file:') ? {} : { MAIL_URL: mailUrl }
  return readSettings({ DATA_DIR: folder, MAIL_FROM: mailFrom, ...mail })
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return true
    throw error
  }
}

interface Stage {
  time: Time
  speed: number
  folder: string
  /** Ends after the first repeat of 超时. */
  exits: boolean
}

async function play(program: Program, scenario: Scenario, { time, speed, folder, exits }: Stage): Promise<number> {
  const startAt = time.now()
  const printed = new Set<string>()
  const steps = scenario.steps.map((step) => ({ ...step, at: startAt + step.at * MINUTE_MS }))
  for (;;) {
    const step = steps[0]
    const due = await nextDueAt(program.ledger.read)
    const next = Math.min(step?.at ?? Number.POSITIVE_INFINITY, due ?? Number.POSITIVE_INFINITY)
    if (next === Number.POSITIVE_INFINITY) return 1
    tellWait(time.now(), next, speed)
    await until(time, next)
    if (step !== undefined && step.at === next) {
      steps.shift()
      await playStep(program, step, next, folder)
    }
    // The turn is handed the instant it was due, so that speed does not blur the times of the steps.
    await program.tracker.turn(next)
    await program.notifier.turn(next)
    const fired = await printAlerts(program, printed)
    const repeat = fired.find((alert) => alert.step === '超时' && alert.occurrence === 1)
    if (!exits || repeat === undefined) continue
    const matched = await matchesPlans(program, repeat.caseId)
    process.stderr.write(
      `演练结束：触发${matched ? '与冻结方案一致' : '与冻结方案不符'}；邮件在 ${join(folder, 'outbox')}\n`,
    )
    return matched ? 0 : 1
  }
}

/** Who watches a drill is told what he waits for, in the drill's time and in his own. */
function tellWait(now: number, next: number, speed: number): void {
  const waitMs = (next - now) / speed
  if (waitMs < WAIT_TOLD_MS) return
  const seconds = Math.round(waitMs / 1000)
  process.stderr.write(`演练时间 ${writeFull(now)}；下一步在 ${writeFull(next)}，约 ${seconds} 秒后\n`)
}

function until(time: Time, at: number): Promise<void> {
  return new Promise((resolve) => {
    time.after(Math.max(0, at - time.now()), resolve)
  })
}

async function playStep(program: Program, step: ScenarioStep, now: number, folder: string): Promise<void> {
  if (step.letter !== undefined) {
    const inbox = join(folder, 'mailbox', 'in')
    await mkdir(inbox, { recursive: true })
    const name = `drill-${now}.eml`
    await writeFile(
      join(inbox, `${name}.part`),
      emlOf({ ago: 0, from: '演练 <drill@mail.example>', ...step.letter }, now, now),
    )
    await rename(join(inbox, `${name}.part`), join(inbox, name))
    // A file counts as whole when two looks agree.
    for (let taken = 0; taken === 0; ) taken = await program.collector.turn(now)
    await program.idle()
  }
  if (step.act !== undefined) {
    const [row] = await queue(
      program.ledger.read,
      { book: program.books[0]!, restricted: true, lane: '全部', soon: now, now },
      1,
    )
    if (row === undefined) throw new Error('演练脚本要操作案件，但还没有案件')
    const command = {
      commandId: `drill-${now}-${step.act.do}`,
      actor: step.by ?? '值班长',
      expectedVersion: null,
      ...step.act,
    }
    const answer = await act(program.ledger, row.state.id, command, now)
    if (!answer.ok) throw new Error(`演练操作 ${step.act.do} 被拒绝：${answer.message}`)
  }
}

async function printAlerts(program: Program, printed: Set<string>): Promise<AlertRow[]> {
  const fresh: AlertRow[] = []
  const rows = await queue(
    program.ledger.read,
    { book: program.books[0]!, restricted: true, lane: '全部', soon: 0, now: 0 },
    100,
  )
  for (const { state } of rows) {
    const deliveries = await deliveriesOf(program.ledger.read, state.id)
    for (const alert of await alertsOf(program.ledger.read, state.id)) {
      if (printed.has(alert.id)) continue
      printed.add(alert.id)
      fresh.push(alert)
      const to = deliveries.filter((one) => one.alertId === alert.id)
      const line = {
        at: new Date(alert.firedAt).toISOString(),
        caseId: alert.caseId,
        clock: alert.code,
        step: alert.step,
        occurrence: alert.occurrence,
        deliveries: to.map((one) => ({ to: one.address, role: one.role, messageId: one.messageId })),
        dueAt: alert.dueAt === null ? null : new Date(alert.dueAt).toISOString(),
      }
      process.stdout.write(`${JSON.stringify(line)}\n`)
    }
  }
  return fresh
}

/** Every step of every plan of the case that lies before now has fired once, at its own time, and none else. */
async function matchesPlans(program: Program, caseId: string): Promise<boolean> {
  const state = await readCase(program.ledger.read, caseId)
  const alerts = await alertsOf(program.ledger.read, caseId)
  const last = Math.max(...alerts.map((alert) => alert.firedAt))
  const wrong: string[] = []
  for (const plan of state?.plans ?? []) wrong.push(...mismatches(plan, alerts, last))
  for (const line of wrong) process.stderr.write(`与冻结方案不符：${line}\n`)
  return wrong.length === 0
}

function mismatches(plan: Plan, alerts: AlertRow[], last: number): string[] {
  const fired = alerts.filter((alert) => alert.owner === plan.id && alert.occurrence === 0)
  const due = plan.steps.filter(
    (step) => step.at <= last && (plan.ended === null || fired.some((alert) => alert.step === step.step)),
  )
  const missing = due.filter((step) => !fired.some((alert) => alert.step === step.step && alert.firedAt === step.at))
  return missing.map(
    (step) => `${plan.owner.code ?? plan.owner.kind} ${step.step} 应在 ${new Date(step.at).toISOString()}`,
  )
}
