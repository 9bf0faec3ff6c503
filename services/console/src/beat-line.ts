// The lines of the alive panel that rest on heartbeats: who has fallen silent, and what the watchdog found.
import type { ServiceStatus } from '@huiying/ledger/status'
import type { StatusLine } from './wire.ts'

/** Three heartbeats of five seconds. */
const SILENT_MS = 15_000

export function programLine(beats: ServiceStatus[], realNow: number): StatusLine {
  const last = beats.reduce((newest, beat) => Math.max(newest, beat.at), 0)
  if (last === 0) {
    return {
      part: '程序',
      state: '注意',
      since: null,
      what: '尚无心跳',
      mend: '刚启动时属正常；一分钟后仍如此请重启程序',
    }
  }
  const silent = silentParts(beats, realNow)
  return {
    part: '程序',
    state: silent.length > 0 ? '异常' : '正常',
    since: last,
    what: silent.length > 0 ? `没有心跳：${silent.join('、')}` : '心跳正常',
    mend: silent.length > 0 ? '采集、升级和发信可能已停。请查看程序所在机器，必要时重启；数据都在台账，不会丢' : null,
  }
}

/** Each kind of service by its newest beat: of several `notifier@host:pid` one that lives is enough. */
function silentParts(beats: ServiceStatus[], realNow: number): string[] {
  const newest = new Map<string, number>()
  for (const { service, at } of beats) {
    const kind = service.split('@')[0]!
    newest.set(kind, Math.max(newest.get(kind) ?? 0, at))
  }
  const late = [...newest].filter(([, at]) => realNow - at > SILENT_MS)
  return late.map(([kind, at]) => `${serviceNames[kind] ?? kind} ${Math.round((realNow - at) / 1000)} 秒`)
}

const serviceNames: Record<string, string> = {
  program: '程序',
  watchdog: '看门狗',
  collector: '采集',
  tagger: '打标',
  tracker: '跟踪',
  indexer: '检索',
  notifier: '发信',
}

/** What the watchdog found going round all open clocks, whatever their deadline. */
export function watchdogLine(beats: ServiceStatus[]): StatusLine {
  const beat = beats.find((one) => one.service === 'watchdog')
  const { looked = 0, unguarded = 0, outside = null } = beat?.facts ?? {}
  const wrong = Number(unguarded) > 0
  const cannot = outside === null ? '' : `；外部看门狗未收到心跳：${outside}`
  return {
    part: '看门狗',
    state: wrong ? '异常' : outside === null ? '正常' : '注意',
    since: beat?.at ?? null,
    what: wrong
      ? `${unguarded} 个在走的时限没有按时提醒：${beat?.facts.which}`
      : beat === undefined
        ? '尚未看过，第一轮在一分钟内'
        : `已看过 ${looked} 个在走的时限，都有人提醒${cannot}`,
    mend: wrong
      ? '请立即按截止时间找到这些案件并电话督办，系统不会自己提醒它们；同时把本页交给系统管理员'
      : outside === null
        ? null
        : '请核对 WATCHDOG_URL 和网络；外部会因收不到心跳而报警',
  }
}
