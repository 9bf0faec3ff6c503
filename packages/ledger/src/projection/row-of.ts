// One row of the 台账 as a case's state gives it: the columns of the standard ledger; what is not known stays empty.
import type { Case, Clock } from '@huiying/domain/case'
import type { CaseRecord } from '@huiying/domain/record'
import type { ClockCode } from '@huiying/domain/word'

export interface LedgerRow {
  number: string
  title: string
  kind: Case['kind']
  status: Case['status']
  grade: Case['grade']
  suspected: boolean
  type: Case['type']
  opinion: boolean
  topics: string[]
  openedAt: number
  occurredAt: number | null
  firstPublishedAt: number | null
  detectedAt: number
  judgedAt: number | null
  judgedBy: string | null
  lead: string | null
  co: string[]
  assignedAt: number | null
  assignedBy: string | null
  signedAt: number | null
  clocks: {
    code: ClockCode
    basis: Clock['basis']
    startAt: number
    dueAt: number
    rule: string
    state: Clock['state']
    endedHow: string | null
    endedAt: number | null
    late: string | null
    lateAtStart: string | null
    estimated: boolean
    notes: string[]
  }[]
  firstResponseAt: number | null
  responses: {
    statement: string
    unit: string
    channel: string
    url: string | null
    publishedAt: number
    summary: string
  }[]
  conferenceAt: number | null
  items: number
  heat: number
  letters: number
  lettersOpen: number
  restricted: Case['restricted']
  mergedInto: string | null
  closedAt: number | null
  records: CaseRecord[]
}

/** Pure; LET clocks stand with their letters and are counted here. */
export function rowOf(state: Case): LedgerRow {
  const live = state.assignments.filter((one) => one.ended === null)
  const lead = live.find((one) => one.part === '牵头') ?? null
  // What was sent back to be mended was no response.
  const responses = state.responses.filter((one) => one.rejected === undefined)
  const published = responses.map((one) => one.publishedAt)
  return {
    number: state.number,
    title: state.title,
    kind: state.kind,
    status: state.status,
    grade: state.grade,
    suspected: state.suspected,
    type: state.type,
    opinion: state.opinion,
    topics: state.topics,
    openedAt: state.openedAt,
    occurredAt: state.moments.occurredAt?.at ?? null,
    firstPublishedAt: state.moments.firstPublishedAt?.at ?? null,
    detectedAt: state.moments.detectedAt.at,
    judgedAt: state.judged?.at ?? null,
    judgedBy: state.judged?.by ?? null,
    lead: lead?.unit ?? null,
    co: live.filter((one) => one.part === '协办').map((one) => one.unit),
    assignedAt: lead?.at ?? null,
    assignedBy: lead?.by ?? null,
    signedAt: lead?.signed?.at ?? null,
    clocks: state.clocks.map(clockColumns),
    firstResponseAt: published.length > 0 ? Math.min(...published) : null,
    responses: responses.map(({ statement, unit, channel, url, publishedAt, summary }) => ({
      statement,
      unit,
      channel,
      url,
      publishedAt,
      summary,
    })),
    conferenceAt: state.conference?.startedAt ?? null,
    items: state.items,
    heat: state.heat,
    letters: state.letters.total,
    lettersOpen: state.letters.open,
    restricted: state.restricted,
    mergedInto: state.merged.into,
    closedAt: state.closedAt,
    records: state.records,
  }
}

function clockColumns(clock: Clock): LedgerRow['clocks'][number] {
  return {
    code: clock.code,
    basis: clock.basis,
    startAt: clock.startAt,
    dueAt: clock.dueAt,
    rule: clock.rule,
    state: clock.state,
    endedHow: clock.end?.how ?? null,
    endedAt: clock.end?.at ?? null,
    late: clock.end?.late ?? null,
    lateAtStart: clock.lateAtStart,
    estimated: clock.estimated,
    notes: clock.notes,
  }
}
