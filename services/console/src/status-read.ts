// GET /api/status: one line for each part of the program; green says since when, red says what to do.
import { dayOf } from '@huiying/domain/beijing'
import { hasNotice, weekdayOf } from '@huiying/domain/calendar'
import type { Policy } from '@huiying/domain/policy'
import { headOf } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { countParked, listParked } from '@huiying/ledger/park'
import { nextDueAt } from '@huiying/ledger/plan'
import { policyOf } from '@huiying/ledger/policy'
import { brokenPublications } from '@huiying/ledger/publication'
import { countDeliveries } from '@huiying/ledger/queue-fact'
import { readStatus, sealTold } from '@huiying/ledger/status'
import { STEP_LATE_MS } from '@huiying/ledger/watch'
import { programLine, watchdogLine } from './beat-line.ts'
import { endpoint } from './endpoint.ts'
import { busLines, searchLine } from './engine-line.ts'
import { searchState } from './search-notice.ts'
import { sourceLines } from './source-line.ts'
import type { StatusLine, StatusPage } from './wire.ts'

const MAIL_LATE_MS = 5 * 60_000
const PARKED_MAX = 200

export const showStatus = endpoint({
  async handle({ context, person, now }): Promise<StatusPage> {
    const { read } = context.ledger
    const { book } = person
    const parked = await listParked(read, PARKED_MAX)
    const beats = await readStatus(read)
    const { policy } = await policyOf(read, book)
    const lines = [
      ...beginningLines(policy, context.mark),
      programLine(beats, context.time.real.now()),
      watchdogLine(beats),
      await trackerLine(read, now),
      ...(await sourceLines(read, book, now)),
      ...(await busLines(context.bus)),
      searchLine(await searchState(context, book, now)),
      await ledgerLine(read, book, context.warning?.() ?? sealTold(beats, context.time.real.now())),
      await mailLine(read, book, now),
      await parkedLine(read),
      await publicationLine(read, book),
      holidayLine(policy, now),
    ]
    const own = parked.filter((one) => bookOf(one.body) === book || bookOf(one.body) === null)
    return { lines, parked: own.map(({ body: _, replayedAt: __, ...one }) => one), now }
  },
})

const bookOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'book' in body && typeof body.book === 'string' ? body.book : null

async function trackerLine(read: Reader, now: number): Promise<StatusLine> {
  const next = await nextDueAt(read)
  const late = next !== null && now - next > STEP_LATE_MS
  return {
    part: '跟踪（升级阶梯）',
    state: late ? '异常' : '正常',
    since: next,
    what: late ? '有到点的升级节点没有触发' : next === null ? '没有待触发的节点' : '下一个节点按时等待触发',
    mend: late ? '请立即人工核对临期、超时案件并电话督办，同时重启程序；恢复后会补发并注明延迟' : null,
  }
}

async function ledgerLine(read: Reader, book: string, warning: string | null): Promise<StatusLine> {
  const { seq, hash, at } = await headOf(read, book)
  if (warning !== null) {
    const mend = '请审计与系统管理员核对 SEAL_DIR、备份和封印，查明后重启；台账比旧封印早的，先把旧封印移出 SEAL_DIR'
    return { part: '台账', state: '异常', since: at, what: warning, mend }
  }
  return { part: '台账', state: '正常', since: at, what: `${seq} 条记录，SM3 ${hash.slice(0, 8)}`, mend: null }
}

async function mailLine(read: Reader, book: string, now: number): Promise<StatusLine> {
  const { states, oldestPendingAt } = await countDeliveries(read, book)
  const waiting = states.get('pending') ?? 0
  const failed = (states.get('failed') ?? 0) + (states.get('bounced') ?? 0)
  const late = oldestPendingAt !== null && now - oldestPendingAt > MAIL_LATE_MS
  return {
    part: '邮件',
    state: late ? '异常' : failed > 0 ? '注意' : '正常',
    since: oldestPendingAt,
    what: `已发 ${states.get('sent') ?? 0}，等待 ${waiting}，失败 ${failed}`,
    mend: late ? '邮件发不出去：请按“待打电话”逐一电话督办，并检查 MAIL_URL' : failed > 0 ? '失败的已转电话督办' : null,
  }
}

const BROKEN_NAMED_MAX = 3

/** §14-19: a broken link of a response stands on the panel until it opens again. */
async function publicationLine(read: Reader, book: string): Promise<StatusLine> {
  const { count, first } = await brokenPublications(read, book, BROKEN_NAMED_MAX)
  const named = first.map((page) => `${page.url}（${page.checked?.why ?? ''}）`).join('；')
  return {
    part: '回应链接',
    state: count > 0 ? '注意' : '正常',
    since: null,
    what: count === 0 ? '没有打不开的' : `${count} 个打不开：${named}`,
    mend: count > 0 ? '请打开核对，联系发布单位恢复或在案件里补登新链接；此前的页面有存档' : null,
  }
}

const NOTICE_FROM_MONTH = 11

/** The notice for the next year comes in November; until it is in, deadlines across it are 暂估 (§14-16). */
export function holidayLine({ holidays }: Pick<Policy, 'holidays'>, now: number): StatusLine {
  const today = dayOf(now)
  const [year = 0, month = 0] = today.split('-').map(Number)
  const asked = month >= NOTICE_FROM_MONTH ? year + 1 : year
  const line = { part: '放假安排', since: null, state: '正常', mend: null } as const
  if (hasNotice(asked, holidays)) return { ...line, what: `${asked} 年的放假通知已在规则里` }
  const what = `${asked} 年的放假通知还没有，跨到这一年的工作日时限标“暂估”`
  // Asked on Mondays only: a line that is amber for two months is seen by nobody.
  if (weekdayOf(today) !== 1) return { ...line, what }
  return {
    ...line,
    state: '注意',
    what,
    mend: '国办通知印发后，请系统管理员写入规则的放假安排（字段 holidays），暂估的截止会重算',
  }
}

/** What the clean start leaves to be written, as its file says; mail to this machine is read by nobody. */
const unwritten = /（请改）/

/**
 * A real book that still says what the clean start shipped: its alerts reach nobody and nothing is local. Nothing when
 * people have written it.
 */
export function beginningLines(policy: Pick<Policy, 'jurisdiction' | 'units'>, mark: string | null): StatusLine[] {
  const desk = policy.units.filter((unit) => unit.kind === '值班室')
  const left = [
    ...(policy.jurisdiction.names.some((name) => unwritten.test(name)) ? ['本地地名没有写，信息都不算本地'] : []),
    ...(desk.some((unit) => unwritten.test(unit.name)) ? ['值班室名称没有写'] : []),
    ...(desk.some((unit) => unit.contacts.some((one) => one.mail?.endsWith('@localhost')))
      ? ['值班室邮箱还是 …@localhost，告警邮件没有人收得到']
      : []),
    ...(policy.units.length === desk.length ? ['没有责任单位，案件交办不出去'] : []),
  ]
  if (mark !== null || left.length === 0) return []
  const mend =
    '请系统管理员写好单位、联络员和来源，运行 npx huiying policy adopt 文件.yaml --reason 文号或原因 --by 登录名；不用重启'
  return [{ part: '规则', state: '异常', since: null, what: `还是起步内容：${left.join('；')}`, mend }]
}

async function parkedLine(read: Reader): Promise<StatusLine> {
  const count = await countParked(read)
  return {
    part: '搁置',
    state: count > 0 ? '注意' : '正常',
    since: null,
    what: count === 0 ? '没有搁置的消息' : `${count} 条消息处理三次失败后搁置，内容已保存`,
    mend: count > 0 ? '看下面的原因；修好后点“重放”' : null,
  }
}
