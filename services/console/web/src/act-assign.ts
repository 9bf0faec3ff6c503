// Acts on who has the case: give, sign by telephone, ask for more time and answer it, give back, pass on.
import type { CasePage } from '../../src/wire.ts'
import type { ActFacts, ActSpec, CasePageLike, Choice } from './act-form.ts'
import { area, choice, isOpen, line, REASON, wide } from './act-form.ts'
import { fromInput, writeNear } from './time.ts'

const DAY_MS = 86_400_000

const live = ({ case: state }: CasePageLike) => state.assignments.filter((one) => one.ended === null)
const unsigned = (page: CasePageLike) => live(page).filter((one) => one.signed === null)

const assignmentChoices = (list: ReturnType<typeof live>, { unitName }: ActFacts): Choice[] =>
  list.map((one) => ({ value: one.id, label: `${unitName(one.unit)}（${one.part}）` }))

/** Suggested units first, each with its ground. */
const unitChoices = ({ page, units }: ActFacts): Choice[] => {
  const proposed = new Map(page.suggestion.units.map((one) => [one.id, one.reason]))
  const first = page.suggestion.units.map((one) => ({ value: one.id, label: `${one.short}（建议：${one.reason}）` }))
  const excluded = new Set([...page.case.excluded.units, ...live(page).map((one) => one.unit)])
  return [...first, ...units.filter((one) => !proposed.has(one.value))].filter((one) => !excluded.has(one.value))
}

const assign: ActSpec = {
  order: 'case.assign',
  title: '交办',
  say: '向单位发送交办邮件，从现在起催签；办理时限照走。',
  fits: (page) => isOpen(page) && (page.case.judged !== null || !page.case.opinion),
  fields: (facts) => [
    choice('unit', '单位', unitChoices(facts)),
    choice('part', '分工', [
      { value: '牵头', label: '牵头' },
      { value: '协办', label: '协办' },
    ]),
    { ...area(REASON, '要求与理由'), hint: '写清要单位做什么；会写进台账' },
  ],
  start: ({ page }) => {
    const busy = live(page).map((one) => one.unit)
    const first = page.suggestion.units.find((one) => !busy.includes(one.id))
    return {
      unit: first?.id ?? '',
      part: live(page).some((one) => one.part === '牵头') ? '协办' : '牵头',
      // It stands in the mail as what the unit is asked to do: a ground alone asks for nothing.
      [REASON]: first === undefined ? '' : `请核实处置，按时限回应并登记。依据：${first.reason}`,
    }
  },
  build: (values) => ({ do: 'case.assign', unit: values.unit, part: values.part, reason: values[REASON] }),
}

const sign: ActSpec = {
  order: 'assignment.sign',
  title: '代签（电话签收）',
  say: '单位在电话里确认收到，由值班室代为登记；停止催签。',
  fits: (page) => isOpen(page) && unsigned(page).length > 0,
  fields: (facts) => [
    choice('id', '单位', assignmentChoices(unsigned(facts.page), facts)),
    line('by', '电话里的签收人（单位、姓名）'),
  ],
  start: ({ page }) => ({ id: unsigned(page)[0]?.id ?? '', by: '' }),
  build: (values) => ({ do: 'assignment.sign', id: values.id, by: values.by, how: '电话' }),
}

const giveBack: ActSpec = {
  order: 'assignment.return',
  title: '登记退回',
  say: '单位退回本件；时限不因退回重算，请尽快改派。',
  fits: (page) => isOpen(page) && live(page).length > 0,
  fields: (facts) => [
    choice('id', '单位', assignmentChoices(live(facts.page), facts)),
    area(REASON, '退回理由、建议单位'),
  ],
  start: ({ page }) => ({ id: live(page)[0]?.id ?? '', [REASON]: '' }),
  build: (values) => ({ do: 'assignment.return', id: values.id, reason: values[REASON] }),
}

const passOn: ActSpec = {
  order: 'assignment.reassign',
  title: '改派',
  say: '原单位收到“已改派”，原链接失效；新单位立即收到带剩余时间的交办。',
  fits: (page) => isOpen(page) && live(page).length > 0,
  fields: (facts) => [
    choice('id', '原单位', assignmentChoices(live(facts.page), facts)),
    choice('unit', '改派给', unitChoices(facts)),
    area(REASON, '改派理由'),
  ],
  start: ({ page }) => ({ id: live(page)[0]?.id ?? '', unit: '', [REASON]: '' }),
  build: (values) => ({ do: 'assignment.reassign', id: values.id, unit: values.unit, reason: values[REASON] }),
}

/** Who has the case and may ask for more time: C5, C24 and C48 are never put off, and one asking waits at a time. */
const mayAsk = ({ case: state, clocks }: CasePage) =>
  live({ case: state }).filter(
    (one) =>
      !asked({ case: state }).some((each) => each.assignmentId === one.id) &&
      (state.letters.open > 0 || clocks.some(({ code, state: is }) => code === 'DIR' && is === 'running')),
  )

const ask: ActSpec = {
  order: 'extension.ask',
  title: '申请延期',
  say: '向值班室申请；答复以前各时限不变，照常催办。来信是否延期由值班室决定并告知来信人。',
  fits: (page) => isOpen(page) && mayAsk(page).length > 0,
  fields: () => [{ name: 'until', label: '希望延到（当日 24:00）', kind: 'day' }, area(REASON, '延期理由')],
  start: () => ({ until: '', [REASON]: '' }),
  build: ({ until, reason }, { page, me }) => ({
    do: 'extension.ask',
    id: live(page).find((one) => one.unit === me.unit)?.id ?? '',
    until: (fromInput(`${until}T00:00`) ?? 0) + DAY_MS,
    reason,
    by: me.name,
  }),
}

/** Those it still owes an answer, of units that have the case. */
const asked = ({ case: state }: CasePageLike) =>
  (state.extensions ?? []).filter(
    (one) => one.settled === undefined && live({ case: state }).some((each) => each.id === one.assignmentId),
  )

const settle: ActSpec = {
  order: 'extension.settle',
  title: '答复延期申请',
  say: '单位会收到同意或不同意和理由。先改了时限（来信「延期答复」，或用「上级交办」改变原有的）才能同意；5、24、48 小时时限不设延期。',
  fits: (page) => isOpen(page) && asked(page).length > 0,
  fields: ({ page, unitName, now }) => [
    {
      ...wide(
        'id',
        '申请',
        asked(page).map((one) => {
          const unit = live(page).find((each) => each.id === one.assignmentId)?.unit ?? ''
          return { value: one.id, label: `${unitName(unit)} 希望延到 ${writeNear(one.until, now, true)}` }
        }),
      ),
      hint: asked(page)
        .map((one) => one.reason)
        .join('\n'),
    },
    choice('granted', '答复', [
      { value: '0', label: '不同意，时限不变' },
      { value: '1', label: '同意，时限已改' },
    ]),
    area(REASON, '理由（会发给单位）'),
  ],
  start: ({ page }) => {
    const [first] = asked(page)
    return { id: first?.id ?? '', granted: first?.moved === undefined ? '0' : '1', [REASON]: '' }
  },
  build: (values) => ({
    do: 'extension.settle',
    id: values.id,
    granted: values.granted === '1',
    reason: values[REASON],
  }),
}

export const assignActs = { 交办: assign, 代签: sign, 申请延期: ask, 答复延期: settle, 退回: giveBack, 改派: passOn }
