// Lines of the status page about what messages and searches run on; an engine that is away turns its line red.
import type { Bus } from '@huiying/bus/bus'
import { failureOf } from '@huiying/runtime/failure'
import { noticeOf, type SearchState } from './search-notice.ts'
import type { StatusLine } from './wire.ts'

const topicNames: Record<string, string> = {
  'item.collected/tagger': '打标',
  'item.tagged/tracker': '归并立案',
  'case.changed/indexer': '检索',
}
const WAITING_MANY = 1_000

export async function busLines(bus: Pick<Bus, 'lag'>): Promise<StatusLine[]> {
  try {
    return [...(await bus.lag())].map(([topic, waiting]) => ({
      part: topicNames[topic] ?? `消息 ${topic}`,
      state: waiting > WAITING_MANY ? '注意' : '正常',
      since: null,
      what: waiting === 0 ? '没有积压' : `${waiting} 条等待处理`,
      mend: waiting > WAITING_MANY ? '信息较多，正在处理；新来信会晚几分钟出现' : null,
    }))
  } catch (error) {
    const mend = '采集、时限和邮件照常；新来信先在台账里等，消息总线恢复后自动打标立案。请检查它所在的机器'
    return [{ part: '消息总线', state: '异常', since: null, what: failureOf(error).reason, mend }]
  }
}

export function searchLine(state: SearchState): StatusLine {
  const mend = '台账、时限和邮件不受影响，恢复后自动补齐；急用时按编号或标题查，或看台账'
  const what = noticeOf(state) ?? '与台账一致'
  if (state.kind === 'level') return { part: '检索索引', state: '正常', since: null, what, mend: null }
  if (state.kind === 'behind') return { part: '检索索引', state: '注意', since: null, what, mend }
  return { part: '检索索引', state: '异常', since: null, what: state.reason, mend }
}
