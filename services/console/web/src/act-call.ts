// Acts where a life may hang on a case (§6.7): a call that was made, or why none is needed; else the mark stays.
import { type ActSpec, area, choice, line, REASON } from './act-form.ts'

const make: ActSpec = {
  order: 'call.make',
  title: '登记电话',
  say: '谁登记的、何时、打通没有，都记入台账。打通了撤下 ☎ 标记；没打通只停响，标记保留。',
  fits: ({ callFirst }) => callFirst,
  fields: () => [
    choice('result', '打通没有', [
      { value: '已通', label: '已通：已联系到，或 110、属地已出动' },
      { value: '未接', label: '未接：没有联系到，标记保留' },
    ]),
    { ...line('note', '打给谁、说了什么（一句话，不写号码）'), wide: true },
  ],
  start: () => ({ result: '', note: '' }),
  build: ({ result, note }) => ({ do: 'call.make', result, note }),
}

const waive: ActSpec = {
  order: 'call.waive',
  title: '不必打电话',
  say: '写明为什么不用打：例如原文说的是影视、游戏，或旧事已了结。理由和登记人记入台账，☎ 标记随之撤下。',
  fits: ({ callFirst }) => callFirst,
  fields: () => [area(REASON, '不必打电话的理由')],
  start: () => ({ [REASON]: '' }),
  build: (values) => ({ do: 'call.waive', reason: values[REASON] }),
}

export const callActs = { 登记电话: make, 不必打电话: waive }
