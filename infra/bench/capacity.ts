// What a county, a province and the country need: the cost of an item measured, a county's day and ten minutes of a
// province's peak played, and what was predicted of them beside what was measured.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { openProgram } from '../program.ts'
import { LETTERS_PER_HAPPENING, measureCost } from './capacity-cost.ts'
import { playDay } from './capacity-day.ts'
import { allUs, bookPerSecond, demands, type ItemCost, planOf, predictedRate } from './capacity-plan.ts'
import { inFolder } from './folder.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf } from './result.ts'

/** Letters a cost is measured with, each time. */
const COST_LETTERS = 2_000
const SLICE_SECONDS = 600
const SEED = 29
const bookFile = new URL('../sample/book.yaml', import.meta.url)
const [county, province] = demands as [(typeof demands)[number], (typeof demands)[number]]

/**
 * `value`: microseconds of processor that a letter of the slice took; `raw`: what was predicted. Rates, which mean
 * something only on a machine that nobody else uses, stand in `parts`; `cores` says how much of it we had.
 */
export async function run(runs: number): Promise<BenchResult> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const costs: ItemCost[] = []
  for (let index = 0; index < runs; index++) {
    costs.push(await inFolder((folder) => measureCost(folder, COST_LETTERS, SEED + index)))
    say(`第 ${index + 1}/${runs} 轮：每封 ${Math.round(allUs(costs.at(-1)!))} µs`)
  }
  const cost = medianCost(costs)
  const day = await inFolder((folder) => playDay(folder, county.itemsPerDay, SEED))
  say(`县的一天：${day.letters} 封，处理器 ${day.cpuSeconds.toFixed(1)} 秒`)
  const letters = Math.ceil(planOf(province, cost).peakPerSecond * SLICE_SECONDS)
  const slice = await inFolder((folder) => playSlice(folder, letters))
  const cores = cpus().length
  const predicted = predictedRate(cost, cores)
  const had = (slice.rate * slice.cpuUs) / 1e6
  const predictedDay = { cpuSeconds: (day.letters * allUs(cost)) / 1e6, ledgerBytes: day.letters * cost.ledgerBytes }
  say(`  预计 ${predictedDay.cpuSeconds.toFixed(1)} 秒（公式不计每批的固定开销）`)
  say(`  台账 ${kib(day.ledgerBytes)}，预计 ${kib(predictedDay.ledgerBytes)}`)
  say(`省高峰 10 分钟：${letters} 封，每封 ${slice.cpuUs.toFixed(0)} µs，预计 ${allUs(cost).toFixed(0)} µs`)
  say(
    `  ${slice.rate.toFixed(0)} 封/秒，用了 ${had.toFixed(2)} 个处理器；${cores} 个独用时预计 ${predicted.toFixed(0)} 封/秒`,
  )
  const facts = {
    bench: 'capacity',
    unit: 'us/letter',
    n: letters,
    distinct: letters,
    bytes: slice.bytes,
    threads: cores,
  }
  const parts = {
    cost,
    bookPerSecond: bookPerSecond(cost),
    county: { predicted: predictedDay, measured: day },
    province: {
      predicted: { rate: predicted, cores, cpuUs: allUs(cost) },
      measured: { rate: slice.rate, cores: had, cpuUs: slice.cpuUs },
      /** Whether this machine keeps up with the peak. */
      keepsUp: slice.rate >= letters / SLICE_SECONDS,
    },
    plans: demands.map((demand) => planOf(demand, cost)),
    load: loadavg()[0],
  }
  const durability = 'ledger and blobs synchronous=FULL'
  return resultOf({ ...facts, durability, seed: SEED, parts }, [{ value: slice.cpuUs, raw: allUs(cost) }])
}

const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`

function medianCost(costs: ItemCost[]): ItemCost {
  const names = Object.keys(costs[0]!) as (keyof ItemCost)[]
  return Object.fromEntries(names.map((name) => [name, median(costs.map((one) => one[name]))])) as unknown as ItemCost
}

/** As quick as it goes: all letters lie there when it begins. */
async function playSlice(folder: string, letters: number): Promise<{ rate: number; cpuUs: number; bytes: number }> {
  const time = openTime()
  const settings = readSettings({ DATA_DIR: folder })
  const program = await openProgram({ settings, time, log: openLog('silent'), kind: '正式', bookFile })
  await program.warm()
  const inbox = join(folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  const everyMs = Math.floor((SLICE_SECONDS * 1_000) / letters)
  const shape = { lettersPerHappening: LETTERS_PER_HAPPENING, everyMs, startAt: time.now() - SLICE_SECONDS * 1_000 }
  let [index, bytes] = [0, 0]
  for (const letter of generateLetters({ seed: SEED, count: letters, ...shape })) {
    writeFileSync(join(inbox, `${String(index++).padStart(6, '0')}.eml`), letter.bytes)
    bytes += letter.bytes.length
  }
  const [began, before] = [performance.now(), process.cpuUsage()]
  for (let taken = 0; taken < letters; ) taken += await program.collector.turn(time.now())
  await program.idle()
  await program.indexer.level()
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(before)
  await program.stop()
  return { rate: letters / seconds, cpuUs: (user + system) / letters, bytes }
}
