// What a command does to a case: entries with reasons, or a refusal that says what to do next. Pure.
import type { Case } from './case.ts'
import type { Command, Context, Decision } from './command.ts'
import { assignCase, reassignCase, returnAssignment, signAssignment } from './decide/assign.ts'
import { makeCall, waiveCall } from './decide/call-first.ts'
import { cancelCase, closeCase, reopenCase } from './decide/close.ts'
import { correctItem, splitItem } from './decide/correct.ts'
import {
  acknowledgeAlert,
  addDirective,
  addNote,
  answerDirective,
  correctCase,
  keepPromise,
  makeReport,
  promiseMore,
  recordCall,
  ringHeat,
  setMoment,
} from './decide/duty.ts'
import { askExtension, settleExtension } from './decide/extension.ts'
import { joinItems, rereadItems } from './decide/join.ts'
import { convertLetter, judgeCase } from './decide/judge.ts'
import {
  acceptLetter,
  answerLetter,
  extendLetter,
  recountLetter,
  redirectLetter,
  refuseLetter,
} from './decide/letter.ts'
import { mergeCase, unmergeCase } from './decide/merge.ts'
import { openCase } from './decide/open.ts'
import { addRecord, attachFile } from './decide/record.ts'
import { tellReply } from './decide/reply.ts'
import {
  askPublication,
  confirmResponse,
  endDisposal,
  holdConference,
  recordResponse,
  rejectResponse,
  waiveConference,
} from './decide/respond.ts'
import { refuse } from './decide/turn.ts'

export { fireDue } from './decide/fire.ts'

/**
 * Decides one command about one case. `state` is null only for case.open. Drafts of a merge name two cases; all belong
 * in one transaction. Refusals: stale (what the person saw is old), missing, state, input, forbidden.
 */
export const decide = (command: Command, state: Case | null, context: Context): Decision => {
  if (command.do === 'case.open') {
    return state === null ? openCase(command, context) : refuse('state', '此案已立')
  }
  if (state === null) return refuse('missing', '没有这个案件')
  const { expectedVersion } = command
  if (expectedVersion !== null && expectedVersion < state.materialVersion) {
    return refuse('stale', '案件在您打开后有了变化；您填写的内容仍保留，请看过变化后再提交')
  }
  return decideOpened(command, state, context)
}

const decideOpened = (command: Exclude<Command, { do: 'case.open' }>, state: Case, context: Context): Decision => {
  switch (command.do) {
    case 'items.join':
      return joinItems(command, state, context)
    case 'items.reread':
      return rereadItems(command, state, context)
    case 'case.judge':
      return judgeCase(command, state, context)
    case 'case.convert':
      return convertLetter(command, state, context)
    case 'case.correct':
      return correctCase(command, state, context)
    case 'item.correct':
      return correctItem(command, state, context)
    case 'item.split':
      return splitItem(command, state, context)
    case 'case.assign':
      return assignCase(command, state, context)
    case 'assignment.return':
      return returnAssignment(command, state, context)
    case 'assignment.reassign':
      return reassignCase(command, state, context)
    case 'assignment.sign':
      return signAssignment(command, state, context)
    case 'extension.ask':
      return askExtension(command, state, context)
    case 'extension.settle':
      return settleExtension(command, state, context)
    case 'response.record':
      return recordResponse(command, state, context)
    case 'response.confirm':
      return confirmResponse(command, state, context)
    case 'response.reject':
      return rejectResponse(command, state, context)
    case 'conference.hold':
      return holdConference(command, state, context)
    case 'conference.waive':
      return waiveConference(command, state, context)
    case 'letter.accept':
      return acceptLetter(command, state, context)
    case 'letter.answer':
      return answerLetter(command, state, context)
    case 'letter.refuse':
      return refuseLetter(command, state, context)
    case 'letter.redirect':
      return redirectLetter(command, state, context)
    case 'letter.extend':
      return extendLetter(command, state, context)
    case 'letter.recount':
      return recountLetter(command, state, context)
    default:
      return decideRest(command, state, context)
  }
}

type Early =
  | 'case.open'
  | 'items.join'
  | 'items.reread'
  | 'case.judge'
  | 'case.convert'
  | 'case.correct'
  | `item.${'correct' | 'split'}`
  | 'case.assign'
  | `assignment.${'return' | 'reassign' | 'sign'}`
  | `extension.${'ask' | 'settle'}`
  | `response.${'record' | 'confirm' | 'reject'}`
  | `conference.${'hold' | 'waive'}`
  | `letter.${'accept' | 'answer' | 'refuse' | 'redirect' | 'extend' | 'recount'}`

/** The second half of the table; no default, so that the compiler finds a command nobody decides. */
const decideRest = (command: Exclude<Command, { do: Early }>, state: Case, context: Context): Decision => {
  switch (command.do) {
    case 'publication.check':
      return askPublication(command, state, context)
    case 'directive.add':
      return addDirective(command, state, context)
    case 'directive.answer':
      return answerDirective(command, state, context)
    case 'report.make':
      return makeReport(command, state, context)
    case 'promise.add':
      return promiseMore(command, state, context)
    case 'promise.keep':
      return keepPromise(command, state, context)
    case 'disposal.end':
      return endDisposal(command, state, context)
    case 'case.merge':
      return mergeCase(command, state, context)
    case 'case.unmerge':
      return unmergeCase(command, state, context)
    case 'case.reopen':
      return reopenCase(command, state, context)
    case 'case.cancel':
      return cancelCase(command, state, context)
    case 'case.close':
      return closeCase(command, state, context)
    case 'moment.set':
      return setMoment(command, state, context)
    case 'heat.ring':
      return ringHeat(command, state, context)
    case 'call.record':
      return recordCall(command, state, context)
    case 'call.make':
      return makeCall(command, state, context)
    case 'call.waive':
      return waiveCall(command, state, context)
    case 'alert.acknowledge':
      return acknowledgeAlert(command, state, context)
    case 'note.add':
      return addNote(command, state, context)
    case 'reply.tell':
      return tellReply(command, state, context)
    case 'record.add':
      return addRecord(command, state, context)
    case 'attachment.add':
      return attachFile(command, state, context)
  }
}
