// Plays a schedule of blows while letters are dropped: each falls in the middle of work, after its group has gone on
// from the last one.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RestartableEngine } from '@huiying/infra/engines/engine'
import { real } from '@huiying/runtime/time'
import { vi } from 'vitest'
import { type Instance, services } from './instance.ts'
import type { DroppedLetter } from './letters.ts'
import type { Progress } from './progress.ts'
import type { Blow, engines } from './schedule.ts'

export interface Run {
  blows: Blow[]
  instances: Instance[]
  progress: Progress
  engines: Record<(typeof engines)[number], RestartableEngine>
  /** What ended without being asked. */
  fell: string[]
  drops: DroppedLetter[][]
  dropped: number
}

/** How long a state is waited for on a busy machine. */
const patient = { timeout: 600_000, interval: 100 }

/** Waits for a state: an engine that is away is waited for as well, a process that ended by itself is not. */
export async function until(run: Run, what: string, isSo: () => Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => {
    if (run.fell.length === 0 && !(await isSo())) throw new Error(`still waiting until ${what}`)
  }, patient)
  if (run.fell.length > 0) throw new Error(run.fell.join('\n'))
}

/** Who was hit last, and how far the group was then. */
type Mark = { target: Instance; from: number }

export async function strikeAll(run: Run): Promise<void> {
  await Promise.all(run.instances.map((one) => one.runs()))
  let marks: Mark[] = []
  for (const blow of run.blows) {
    const began = real.now()
    // Not more than the drop before is on its way, so that the blows lie all over the run.
    const due = run.dropped
    drop(run)
    await until(run, `${due} letters are placed`, async () => (await run.progress.placed()) >= due)
    await goneOn(run, marks)
    marks = await (blow.what === 'kill' ? kill(run, blow) : restart(run, blow))
    console.log(`${((real.now() - began) / 1000).toFixed(1)} s, ${due} placed: ${JSON.stringify(blow)}`)
  }
  drop(run)
  await goneOn(run, marks)
}

async function goneOn(run: Run, marks: Mark[]): Promise<void> {
  for (const { target, from } of marks) {
    await until(run, `the group of ${target.name} goes on from ${from}`, async () => (await come(run, target)) > from)
  }
}

const come = (run: Run, target: Instance): Promise<number> => run.progress.of(target.service, target)

function drop(run: Run): void {
  const letters = run.drops.shift()!
  const collectors = run.instances.filter((one) => one.service === 'collector')
  for (const { name, bytes, collectors: numbers } of letters) {
    for (const number of numbers) {
      const inbox = join(collectors[number]!.dataDir, 'mailbox', 'in')
      mkdirSync(inbox, { recursive: true })
      writeFileSync(join(inbox, `${name}.part`), bytes)
      renameSync(join(inbox, `${name}.part`), join(inbox, name))
    }
  }
  run.dropped += letters.length
}

/** In the middle of the work of its group, which has just been given more. */
async function kill(run: Run, { service, instance, after }: Extract<Blow, { what: 'kill' }>): Promise<Mark[]> {
  const target = run.instances.find((one) => one.name === `${service}-${instance}`)!
  await target.runs()
  await dropAndWork(run, target, after)
  await target.kill()
  const from = service === 'console' ? 0 : await vi.waitFor(() => come(run, target), patient)
  target.start()
  await (service === 'console' ? target.runs() : undefined)
  return [{ target, from }]
}

/** Every group has to go on from where the engine left it. */
async function restart(run: Run, { engine }: Extract<Blow, { what: 'restart' }>): Promise<Mark[]> {
  await Promise.all(run.instances.map((one) => one.runs()))
  await dropAndWork(run, run.instances.find((one) => one.service === 'tracker')!, 1)
  await run.engines[engine].halt('kill')
  await run.engines[engine].resume()
  const marks: Mark[] = []
  for (const service of services) {
    const target = run.instances.find((one) => one.service === service)!
    marks.push({ target, from: await vi.waitFor(() => come(run, target), patient) })
  }
  return marks
}

async function dropAndWork(run: Run, target: Instance, after: number): Promise<void> {
  const before = await vi.waitFor(() => come(run, target), patient)
  drop(run)
  await until(run, `${target.name} works`, async () => (await come(run, target)) >= before + after)
}
