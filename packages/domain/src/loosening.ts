// 只紧不松: local rules may be stricter than the State Council's numbers, never looser (§14-15).
import { defaultClockRules } from './clock.ts'
import type { Policy } from './policy.ts'

export interface Loosening {
  /** Where it stands: the path of the key in the YAML. */
  path: (string | number)[]
  what: string
  mend: string
}

/** 行政机关信访事项 (信访工作条例): 60 days from acceptance, 90 with an approved extension. */
const PETITION_DAYS_MAX = 60
const PETITION_EXTENDED_DAYS_MAX = 90
/** §3.7 and §14-12: the duty room's own rule; a book may only report faster. */
const REPORT_PHONE_MINUTES_MAX = 30
const REPORT_WRITTEN_MINUTES_MAX = 60
const RELEASE_EVERY_HOURS_MAX = 24

/** Every number looser than its source, with both numbers and the 文号; empty when all is as strict or stricter. */
export const findLoosening = (policy: Policy): Loosening[] => [
  ...defaultClockRules.flatMap((rule) => looserClock(rule, policy)),
  ...policy.mailbox.flatMap((rule, index) => looserMailbox(rule, index)),
  ...looserReports(policy),
]

const looserClock = (rule: (typeof defaultClockRules)[number], policy: Policy): Loosening[] => {
  const index = policy.clocks.findIndex((each) => each.code === rule.code)
  const own = policy.clocks[index]
  if (own === undefined) {
    return [
      { path: ['clocks'], what: `缺 ${rule.code}（${rule.minutes} 分钟，${rule.basis}）`, mend: `补上 ${rule.code}` },
    ]
  }
  const found: Loosening[] = []
  if (own.minutes > rule.minutes) {
    const what = `${rule.code} ${own.minutes} 分钟，长于 ${rule.basis}的 ${rule.minutes} 分钟`
    found.push({ path: ['clocks', index, 'minutes'], what, mend: `改为不大于 ${rule.minutes}` })
  }
  const missing = rule.when.filter(
    (grade) => !policy.clocks.some((each) => each.code === rule.code && each.when.includes(grade)),
  )
  // A grade may leave C48 only for a stricter clock.
  const loose = missing.filter(
    (grade) => !policy.clocks.some((each) => each.when.includes(grade) && each.minutes <= rule.minutes),
  )
  if (loose.length > 0) {
    const what = `${rule.code} 不再适用于 ${loose.join('、')}，${rule.basis}要求适用`
    found.push({ path: ['clocks', index, 'when'], what, mend: `补上 ${loose.join('、')}` })
  }
  return found
}

const looserMailbox = (rule: Policy['mailbox'][number], index: number): Loosening[] => {
  const found: Loosening[] = []
  const path = (key: string) => ['mailbox', index, key]
  if (rule.channel === '信访' && rule.unit === 'calendarDay' && rule.finish > PETITION_DAYS_MAX) {
    const what = `信访 ${rule.finish} 日，长于信访工作条例的 ${PETITION_DAYS_MAX} 日`
    found.push({ path: path('finish'), what, mend: `改为不大于 ${PETITION_DAYS_MAX}` })
  }
  if (rule.channel === '信访' && (rule.extendTo ?? 0) > PETITION_EXTENDED_DAYS_MAX) {
    const what = `信访延长至 ${rule.extendTo} 日，长于信访工作条例的 ${PETITION_EXTENDED_DAYS_MAX} 日`
    found.push({ path: path('extendTo'), what, mend: `改为不大于 ${PETITION_EXTENDED_DAYS_MAX}` })
  }
  if (rule.extendTo !== undefined && rule.extendTo < rule.finish) {
    found.push({ path: path('extendTo'), what: 'extendTo 小于 finish', mend: '改为不小于 finish，或删去' })
  }
  return found
}

const looserReports = (policy: Policy): Loosening[] => {
  const found: Loosening[] = []
  const { phoneMinutes, writtenMinutes } = policy.internalReport
  if (phoneMinutes > REPORT_PHONE_MINUTES_MAX) {
    const what = `电话报告 ${phoneMinutes} 分钟，长于默认规则的 ${REPORT_PHONE_MINUTES_MAX} 分钟`
    found.push({ path: ['internalReport', 'phoneMinutes'], what, mend: `改为不大于 ${REPORT_PHONE_MINUTES_MAX}` })
  }
  if (writtenMinutes > REPORT_WRITTEN_MINUTES_MAX) {
    const what = `书面报告 ${writtenMinutes} 分钟，长于默认规则的 ${REPORT_WRITTEN_MINUTES_MAX} 分钟`
    found.push({ path: ['internalReport', 'writtenMinutes'], what, mend: `改为不大于 ${REPORT_WRITTEN_MINUTES_MAX}` })
  }
  if (policy.pressReleaseEveryHours > RELEASE_EVERY_HOURS_MAX) {
    const what = `持续发布间隔 ${policy.pressReleaseEveryHours} 小时，长于默认规则的 ${RELEASE_EVERY_HOURS_MAX} 小时`
    found.push({ path: ['pressReleaseEveryHours'], what, mend: `改为不大于 ${RELEASE_EVERY_HOURS_MAX}` })
  }
  return found
}
