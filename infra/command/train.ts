// `huiying train`: makes a local topic model from the book's corrections, compares it, and puts the chosen one in use.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ModelFigure } from '@huiying/domain/model'
import { needBooks } from '@huiying/ledger/book'
import type { Ledger } from '@huiying/ledger/ledger'
import { type LessonRow, lessonsOf, pairsOf } from '@huiying/ledger/lesson'
import { activeModel, chooseModel, listModels, modelBefore, recordModel, SHIPPED } from '@huiying/ledger/model'
import { holdsRole } from '@huiying/ledger/person/person'
import { readShipped } from '@huiying/text/train/local-model'
import { TooFewLessons, trainLocal } from '@huiying/text/train/local-train'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger, type Place } from '../on-ledger.ts'

/** Who may put a model in use: what the desk's tags are made with is the desk's to answer for. */
const CHOOSER = '值班长'

export const run = (args: string[], streams: Streams): Promise<number> =>
  onLedger((place) => runTrain(args, place, streams))

/** As run, on a ledger that is open. */
export async function runTrain(args: string[], { ledger, now }: Place, streams: Streams): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      list: { type: 'boolean' },
      use: { type: 'string' },
      back: { type: 'boolean' },
      export: { type: 'string' },
      by: { type: 'string' },
      reason: { type: 'string' },
    },
  })
  const [book] = await needBooks(ledger.read)
  if (values.list) return list(ledger, book.id, streams)
  if (values.export !== undefined) return exportLessons(ledger, book.id, values.export, streams)
  const { by, reason } = values
  if (values.back) {
    const id = await modelBefore(ledger.read, book.id)
    if (id === null) throw new Error('还没有换过模型，没有可退回的；现用模型不变')
    return choose({ ledger, now }, book.id, { id, by, reason: reason ?? '退回上一个模型' }, streams)
  }
  if (values.use !== undefined) return choose({ ledger, now }, book.id, { id: values.use, by, reason }, streams)
  return train({ ledger, now }, book.id, by ?? 'system', streams)
}

async function list({ read }: Ledger, book: string, { output }: Streams): Promise<number> {
  const { sha256 } = readShipped()
  for (const { id, at, inUse, facts } of await listModels(read, book)) {
    const fits = facts === null || facts.base === sha256
    const { corrected = null, stood = null, figures = [] } = facts ?? {}
    await writeLine(output, {
      id,
      at: at === 0 ? null : new Date(at).toISOString(),
      inUse,
      fits,
      corrected,
      stood,
      figures,
    })
  }
  return 0
}

async function train({ ledger, now }: Place, book: string, actor: string, streams: Streams): Promise<number> {
  const { log, output } = streams
  const active = await activeModel(ledger.read, book)
  const bytes = active === null ? null : await ledger.blobs.get(active.sha256)
  const lessons = await lessonsOf(ledger.read, book)
  try {
    const { bytes: made, ...facts } = trainLocal(lessons, bytes, (step) => log.write(`${step}\n`))
    const fresh = await recordModel(ledger, book, { facts, bytes: made }, actor, now)
    log.write(comparisonOf(facts.figures, facts.changed, active?.id ?? SHIPPED))
    log.write(
      fresh
        ? `新模型 ${facts.id} 已登记，尚未使用。启用：npx huiying train --use ${facts.id} --by 登录名 --reason 理由\n`
        : `更正没有变化：得到的还是 ${facts.id}，未重复登记\n`,
    )
    await writeLine(output, { ...facts, active: active?.id ?? SHIPPED, recorded: fresh })
    return 0
  } catch (error) {
    if (!(error instanceof TooFewLessons)) throw error
    log.write(`${error.message}\n`)
    return 1
  }
}

const percent = (share: number | null): string => (share === null ? '—' : (share * 100).toFixed(1)).padStart(6)

/** The comparison as a table for the person who decides. */
function comparisonOf(
  figures: ModelFigure[],
  changed: { n: number; active: number; fresh: number },
  active: string,
): string {
  const lines = figures.map(({ name, yes, n, active: before, fresh }) => {
    const counts = `n=${String(n).padStart(5)} 是=${String(yes).padStart(4)}`
    return `${name.padEnd(12)} ${counts}  F1 现用 ${percent(before)}  新 ${percent(fresh)}`
  })
  return [
    `在两个模型都没学过的更正上比较（现用：${active}；近似文本同进同出；更正都是机器错过的，所以现用的分数偏低）`,
    ...lines,
    `研判后未改的 ${changed.n} 条里，现用会改判 ${changed.active} 条，新模型会改判 ${changed.fresh} 条`,
    '',
  ].join('\n')
}

interface Wish {
  id: string
  by: string | undefined
  reason: string | undefined
}

async function choose({ ledger, now }: Place, book: string, wish: Wish, streams: Streams): Promise<number> {
  const { id, by, reason } = wish
  if (by === undefined || reason === undefined || reason.trim() === '')
    throw new Error('换模型要写明谁、为什么：--by 登录名 --reason 理由。未作改动')
  if (!(await holdsRole(ledger.read, book, by, CHOOSER))) throw new Error(`${by} 不是本台账册的${CHOOSER}，未作改动`)
  const before = await chooseModel(ledger, book, { id, base: readShipped().sha256, actor: by, reason }, now)
  streams.log.write(`已启用 ${id}（此前 ${before}），已记入台账；打标从下一批起用它，不用重启\n`)
  await writeLine(streams.output, { ok: true, id, before })
  return 0
}

/** Masked texts with what people said of them, and pairs they joined or parted; no file is replaced. */
async function exportLessons(
  { read }: Ledger,
  book: string,
  folder: string,
  { output, log }: Streams,
): Promise<number> {
  const lessons = (await lessonsOf(read, book)).filter((one) => one.from === '改标')
  const pairs = await pairsOf(read, book)
  await mkdir(folder, { recursive: true })
  const write = (name: string, rows: (LessonRow | (typeof pairs)[number])[]) =>
    writeFile(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { flag: 'wx' })
  await write('items.jsonl', lessons)
  await write('pairs.jsonl', pairs)
  log.write('文本已打码；检举控告、待甄别和已销毁的不在内。请按内部资料保管\n')
  await writeLine(output, { folder, items: lessons.length, pairs: pairs.length })
  return 0
}
