// `huiying policy show | list | check FILE | adopt FILE`: the rules in force, and the one way to change them. Cases
// that are open keep the version they name; everything else goes by the new one from its next turn.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Policy } from '@huiying/domain/policy'
import { changesBetween, type PolicyChange } from '@huiying/domain/policy-change'
import { takePolicy } from '@huiying/domain/slip'
import { type PolicyProblem, parsePolicy } from '@huiying/domain/tighten'
import { adoptPolicy, type Book, needBooks } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { holdsRole } from '@huiying/ledger/person/person'
import { policyOf, policyTextOf, policyVersions, unitsAtWork } from '@huiying/ledger/policy'
import { mergePolicy } from '../fill.ts'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger, type Place } from '../on-ledger.ts'

const usage =
  '用法：npx huiying policy show ｜ list ｜ check 文件.yaml ｜ adopt 文件.yaml --reason 文号或原因 --by 登录名'
const adoptLine = 'npx huiying policy adopt 文件.yaml --reason 文号或原因 --by 登录名'

export const run = (args: string[], streams: Streams): Promise<number> =>
  onLedger((place) => runPolicy(args, place, streams))

/** As run, on a ledger that is open. */
export async function runPolicy(args: string[], place: Place, streams: Streams): Promise<number> {
  const options = { reason: { type: 'string' }, by: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [verb = '', path] = positionals
  if (!['show', 'list', 'check', 'adopt'].includes(verb) || ((verb === 'check' || verb === 'adopt') && !path)) {
    throw new Error(usage)
  }
  const { read } = place.ledger
  const [book] = await needBooks(read)
  if (verb === 'show') return show(read, book, streams)
  if (verb === 'list') return list(read, book, streams)
  const proposal = await readProposal(read, book, await readFile(path!, 'utf8'))
  await tell(proposal, streams)
  if (proposal.problems.length > 0) return 1
  if (proposal.changes.length === 0) return tellSame(verb === 'check', streams)
  return verb === 'check' ? 0 : adopt(place, book, proposal, { reason: values.reason, by: values.by }, streams)
}

async function show(read: Reader, book: Book, { output }: Streams): Promise<number> {
  output.write(await policyTextOf(read, book.id))
  return 0
}

async function list(read: Reader, book: Book, { output }: Streams): Promise<number> {
  for (const { text, ...version } of await policyVersions(read, book.id)) {
    const reading = parsePolicy(text)
    const at = new Date(version.at).toISOString()
    await writeLine(output, { ...version, at, version: 'policy' in reading ? reading.policy.version : null })
  }
  return 0
}

interface Proposal {
  text: string
  /** The version this one was compared with. */
  hash: string
  changes: PolicyChange[]
  problems: PolicyProblem[]
}

/** The file may say all, or only what differs from the default rules; what it leaves out is the default's. */
async function readProposal(read: Reader, book: Book, own: string): Promise<Proposal> {
  const { policy: before, hash } = await policyOf(read, book.id)
  const first = takePolicy(own)
  if (!('policy' in first)) return { text: own, hash, changes: [], problems: first.problems }
  const after = first.policy
  const changes = changesBetween(before, after)
  const problems = [...whole(book, before, after, changes), ...(await missingUnits(read, book, after))]
  return { text: mergePolicy(own), hash, changes, problems }
}

function whole(book: Book, before: Policy, after: Policy, changes: PolicyChange[]): PolicyProblem[] {
  if (after.book !== book.id) {
    return [
      { line: 1, what: `这是台账册 ${after.book} 的规则，本台账册是 ${book.id}`, mend: '改正 book，或换一个文件' },
    ]
  }
  if (changes.length > 0 && after.version === before.version) {
    return [{ line: 1, what: `version 仍是 ${before.version}`, mend: '给新的规则一个新的版本号，并在 basis 写明文号' }]
  }
  return []
}

/** A unit that still has work cannot go: its ladders would find nobody. */
async function missingUnits(read: Reader, book: Book, after: Policy): Promise<PolicyProblem[]> {
  const kept = new Set(after.units.map((unit) => unit.id))
  const gone = (await unitsAtWork(read, book.id)).filter(({ unit }) => !kept.has(unit))
  return gone.map(({ unit, count }) => ({
    line: 1,
    what: `单位 ${unit} 还有 ${count} 件交办未办结，规则里却没有它了`,
    mend: '先改派，或保留这个单位',
  }))
}

async function tell({ changes, problems }: Proposal, { output, log }: Streams): Promise<void> {
  for (const change of changes) await writeLine(output, change)
  for (const { line, what, mend } of problems) log.write(`第 ${line} 行：${what}。${mend}\n`)
  if (problems.length > 0) log.write('没有采用，现行规则不变。\n')
}

/** A check found what it was asked for; adopting what is in force would put a version on record that says nothing. */
function tellSame(isCheck: boolean, { log }: Streams): number {
  log.write(`与现行规则没有差别，不需要采用。${isCheck ? '' : '没有采用，现行规则不变。'}\n`)
  return isCheck ? 0 : 1
}

interface Adoption {
  reason: string | undefined
  by: string | undefined
}

async function adopt(
  { ledger, now }: Place,
  book: Book,
  proposal: Proposal,
  { reason, by }: Adoption,
  { log }: Streams,
): Promise<number> {
  if (!reason?.trim() || !by) throw new Error(`采用规则要写明 --reason 和 --by。现行规则不变；请运行 ${adoptLine}`)
  if (!(await holdsRole(ledger.read, book.id, by, '系统管理员'))) {
    throw new Error(
      `${by} 不是本台账册在用的系统管理员。现行规则不变；添加用 npx huiying user add 登录名 --role 系统管理员`,
    )
  }
  const hash = await ledger.write(async (tx) => {
    const { hash: newest } = await policyOf(tx.db, book.id)
    if (newest !== proposal.hash) throw new Error('刚有人采用了另一版规则。这一版没有采用，请再核对一次差别')
    return adoptPolicy(tx, book.id, proposal.text, reason.trim(), by, now)
  })
  log.write(`已采用：规则 ${hash.slice(0, 8)}，${proposal.changes.length} 处不同。在办案件保留各自的版本。\n`)
  return 0
}
