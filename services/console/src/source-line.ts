// The lines of the alive panel that tell how each source is: failing, silent against its rhythm, late, garbled.
import { DAY_MS, HOUR_MS, writeFull, writeSpan } from '@huiying/domain/beijing'
import type { ChannelTest } from '@huiying/domain/channel-test'
import type { Policy } from '@huiying/domain/policy'
import type { Reader } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { readChannelTests } from '@huiying/ledger/source/channel-test'
import { type RefusedCount, readRefused } from '@huiying/ledger/source/refused'
import { type SourceState, sourceStates } from '@huiying/ledger/source/source'
import { readSourceDays, type SourceDays } from '@huiying/ledger/source/source-day'
import type { StatusLine } from './wire.ts'

/** Of fewer items a share says nothing. */
const ITEMS_MIN = 20
const GARBLED_SHARE_MAX = 0.05
/** As long as the desk of the next day and of the one after may want to know. */
const REFUSED_TOLD_MS = 2 * DAY_MS
/** On an average, from publication to us: a source that is later cannot serve a five-hour clock. */
const LAG_MS_MAX = 2 * HOUR_MS

export async function sourceLines(read: Reader, book: string, now: number): Promise<StatusLine[]> {
  const { policy } = await policyOf(read, book)
  const states = new Map((await sourceStates(read, book)).map((state) => [state.id, state]))
  const tests = await readChannelTests(read, book)
  const refused = await readRefused(read, book, now - REFUSED_TOLD_MS)
  const lines: StatusLine[] = []
  for (const source of policy.sources) {
    const { recent } = await readSourceDays(read, book, source.id)
    const test = tests.get(source.id) ?? null
    lines.push(
      lineOf(source, { state: states.get(source.id) ?? null, recent, test, refused: refused.get(source.id) }, now),
    )
  }
  return lines
}

type Source = Policy['sources'][number]
const isMailbox = ({ kind }: Source): boolean => kind === 'mailbox' || kind === 'imap'

type Finding = Pick<StatusLine, 'state' | 'what' | 'mend'>

interface Known {
  state: SourceState | null
  recent: SourceDays['recent']
  test: ChannelTest | null
  refused: RefusedCount | undefined
}

function lineOf(source: Source, known: Known, now: number): StatusLine {
  const { state } = known
  const since = state?.newAt ?? state?.lastItemAt ?? null
  const part = `采集 · ${source.name}`
  if (!source.on) return { part, state: '注意', since, what: '未启用', mend: null }
  const found = findingsOf(source, known, since, now)
  const worst = found.find((one) => one.state === '异常') ?? found[0]
  if (worst === undefined) {
    const what = since === null ? '还没有收到过信息' : '最近一条新信息'
    return { part, state: '正常', since, what, mend: null }
  }
  const others = found.filter((one) => one !== worst).map((one) => one.what)
  // The moment that follows is that of its newest item: without these words it would be read as that of the trouble.
  const newest = since === null ? [] : ['最近一条新信息']
  return { part, since, ...worst, what: [worst.what, ...others, ...newest].join('；') }
}

function findingsOf(
  source: Source,
  { state, recent, test, refused }: Known,
  since: number | null,
  now: number,
): Finding[] {
  const found: Finding[] = []
  if (test?.failedAt != null)
    found.push({
      state: '异常',
      what: `通道故障：自测信 ${writeFull(test.sentAt)} 寄出后没有按时回到信箱`,
      mend: '群众来信可能进不来：请检查该信箱的收信和转发，并人工登录信箱查看；修好后一小时内自动再测',
    })
  if (refused !== undefined) found.push(refusedFinding(refused))
  if (state !== null && state.failures > 0)
    found.push({
      state: '异常',
      what: `连续失败 ${state.failures} 次：${state.lastError ?? '原因未记录'}`,
      mend: '请核对网址、网络和授权；恢复后自动续采，已采的不会重复',
    })
  if (state?.silentAt != null && since !== null)
    found.push({
      state: '异常',
      what: `静默：自 ${writeFull(since)} 起没有新信息，按它近八周的规律不应这么久`,
      mend: '请人工打开来源核对：授权、栏目或推送可能已停；来了新信息自动消除',
    })
  else if (since !== null && now - since > DAY_MS && state?.silentAt == null)
    found.push({
      state: '正常',
      what: `已 ${writeSpan(now - since)} 没有新信息，在它的规律之内或规律尚在学习`,
      mend: null,
    })
  if (recent.items >= ITEMS_MIN && recent.garbled > recent.items * GARBLED_SHARE_MAX)
    found.push({
      state: '注意',
      what: `近两日 ${recent.items} 条里 ${recent.garbled} 条疑似乱码`,
      mend: '请核对来源的编码或请对方重发；原始字节都已保存，可重新读取',
    })
  if (recent.lagged >= ITEMS_MIN && recent.lagMs > recent.lagged * LAG_MS_MAX)
    found.push({
      state: '注意',
      what: `近两日平均迟到 ${writeSpan(recent.lagMs / recent.lagged)}`,
      mend: isMailbox(source)
        ? '来信的时限从到信箱时起算：请检查这个信箱的收取和转发为什么晚'
        : '时限从首次发布起算：请与来源方商定更快的推送，或另设来源',
    })
  return found
}

function refusedFinding({ count, lastAt, last }: RefusedCount): Finding {
  const name = last.v === 1 ? '' : `「${last.name}」`
  const kind = last.file.kind === '其他文件' ? `${last.file.ending || '没有后缀'} 文件` : last.file.kind
  return {
    state: '注意',
    what: `近两日收件处有 ${count} 件不是来信，没有读：最近一件 ${writeFull(lastAt)}，${name}${kind}，${last.reason}`,
    mend: '请打开 mailbox/refused 看原件：是来信的，在邮件程序里另存为 .eml 放回 mailbox/in，或人工登记；两日后此行自动消除',
  }
}
