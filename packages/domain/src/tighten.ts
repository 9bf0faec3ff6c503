// Reads a policy from YAML and holds it to 只紧不松: every problem at once, each with its line and how to mend it.
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { defaultPolicyKeys } from './default.ts'
import { findLoosening } from './loosening.ts'
import { type Policy, policySchema } from './policy.ts'
import { readYaml, wordsOfKind } from './yaml-words.ts'

export interface PolicyProblem {
  /** Line in the text, 1 for what concerns the whole. */
  line: number
  what: string
  mend: string
}

export type PolicyReading = { policy: Policy } | { problems: PolicyProblem[] }

/** Larger texts are refused unread. */
const POLICY_TEXT_CHARS_MAX = 1_000_000

/** Keys a book's text leaves out come from the default rules; whoever adopts it writes them out first. */
export const parsePolicy = (text: string): PolicyReading => {
  if (text.length > POLICY_TEXT_CHARS_MAX) {
    return { problems: [{ line: 1, what: `规则超过 ${POLICY_TEXT_CHARS_MAX} 字`, mend: '拆小后再导入' }] }
  }
  const written = readYaml(text)
  if ('problems' in written) return written
  const lineOf = lineFinder(text)
  const own = written.value
  if (typeof own !== 'object' || own === null || Array.isArray(own)) {
    return { problems: [{ line: 1, what: '规则应为键值表', mend: '以 book: 和 name: 开头' }] }
  }
  const read = policySchema.safeParse({ ...defaultPolicyKeys, ...own })
  if (!read.success) {
    return {
      problems: read.error.issues.map((issue) => {
        const path = issue.path as (string | number)[]
        return { line: lineOf(path), what: `${path.join('.') || '全文'}：${sayIssue(issue)}`, mend: mendOf(issue) }
      }),
    }
  }
  const policy = read.data
  const problems = [...crossProblems(policy), ...findLoosening(policy)].map(({ path, what, mend }) => ({
    line: lineOf(path),
    what,
    mend,
  }))
  return problems.length > 0 ? { problems: problems.sort((a, b) => a.line - b.line) } : { policy }
}

type Issue = {
  code: string
  message: string
  path: PropertyKey[]
  expected?: string
  values?: unknown[]
  keys?: string[]
}

const sayIssue = (issue: Issue): string => {
  if (issue.code === 'invalid_type') return `应为 ${wordsOfKind(issue.expected)}`
  if (issue.code === 'invalid_value') return `应为 ${(issue.values ?? []).join('、')} 之一`
  if (issue.code === 'too_small') return '太小或为空'
  if (issue.code === 'too_big') return '太大'
  if (issue.code === 'unrecognized_keys') return `没有这些键：${(issue.keys ?? []).join('、')}`
  // Ours are Chinese; what the library says of the rest is not.
  return /\p{Script=Han}/u.test(issue.message) ? issue.message : '写法不对'
}

const mendOf = (issue: Issue): string =>
  issue.code === 'invalid_type' && /undefined/.test(issue.message) ? '补上这一项' : '改正这一项'

/** The line of the deepest node on the path that is there; the text is read for it when the first line is asked for. */
export const lineFinder = (text: string): ((path: (string | number)[]) => number) => {
  const counter = new LineCounter()
  let document: Document | null = null
  return (path) => {
    document ??= parseDocument(text, { lineCounter: counter, prettyErrors: false })
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
    }
    return 1
  }
}

interface Found {
  path: (string | number)[]
  what: string
  mend: string
}

/** What no single key shows: double ids, words that name nothing, a missing last rule. */
const crossProblems = (policy: Policy): Found[] => [
  ...doubles(
    policy.units.map((unit) => unit.id),
    (index) => ['units', index, 'id'],
    '单位',
  ),
  ...contactProblems(policy),
  ...mailboxProblems(policy),
  ...ladderProblems(policy),
  ...officialProblems(policy),
  ...policy.topics.flatMap((topic, index) =>
    topic.lead !== undefined && !policy.units.some((unit) => unit.id === topic.lead)
      ? [{ path: ['topics', index, 'lead'], what: `没有单位 ${topic.lead}`, mend: '写 units 中的 id' }]
      : [],
  ),
]

const doubles = (ids: string[], path: (index: number) => (string | number)[], word: string): Found[] =>
  ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [{ path: path(index), what: `${word} ${id} 重复`, mend: '每个 id 只用一次' }] : [],
  )

const contactProblems = (policy: Policy): Found[] => {
  const all = policy.units.flatMap((unit, unitIndex) =>
    unit.contacts.map((contact, index) => ({ contact, path: ['units', unitIndex, 'contacts', index] })),
  )
  const ids = all.map((each) => each.contact.id)
  const found = doubles(ids, (index) => [...(all[index]?.path ?? []), 'id'], '联络员')
  for (const { contact, path } of all) {
    if (contact.deputy !== undefined && !ids.includes(contact.deputy)) {
      found.push({ path: [...path, 'deputy'], what: `没有联络员 ${contact.deputy}`, mend: '写 contacts 中的 id' })
    }
  }
  policy.roster.forEach((shift, index) => {
    for (const id of shift.contacts.filter((each) => !ids.includes(each))) {
      found.push({ path: ['roster', index, 'contacts'], what: `值班表中没有联络员 ${id}`, mend: '写 contacts 中的 id' })
    }
  })
  policy.units.forEach((unit, index) => {
    if (unit.parent !== undefined && !policy.units.some((each) => each.id === unit.parent)) {
      found.push({ path: ['units', index, 'parent'], what: `没有上级单位 ${unit.parent}`, mend: '写 units 中的 id' })
    }
  })
  if (!all.some((each) => each.contact.roles.includes('值班员') && each.contact.mail)) {
    found.push({ path: ['units'], what: '没有带邮箱的值班员', mend: '给值班室加一名 roles: [值班员] 并写 mail' })
  }
  return found
}

const mailboxProblems = (policy: Policy): Found[] => {
  const last = policy.mailbox.at(-1)
  if (last?.channel === '*' && last.type === '*') return []
  const mend = '加一条 { channel: "*", type: "*", finish: 5, unit: workday, basis: … }'
  return [{ path: ['mailbox'], what: '最后一条信箱规则应为 *', mend }]
}

const ladderProblems = (policy: Policy): Found[] => {
  const found: Found[] = []
  const needed = [
    'C5',
    'C24',
    'C48',
    'LET',
    'assign-C5',
    'assign-C24',
    'assign-C48',
    'assign-LET',
    'judge',
    'judge-suspected',
  ]
  for (const name of needed.filter((each) => policy.ladders[each] === undefined)) {
    found.push({ path: ['ladders'], what: `缺升级方案 ${name}`, mend: `补上 ladders.${name}` })
  }
  for (const [name, steps] of Object.entries(policy.ladders)) {
    steps.forEach((step, index) => {
      const times = [step.left, step.after, step.leftShare, step.afterWorkdays, step.leftWorkdays]
      const given = times.filter((each) => each !== undefined).length
      if (given === 1 || (given === 0 && step.step === '超时')) return
      const mend = '写 left、leftShare、after、leftWorkdays、afterWorkdays 之一'
      found.push({ path: ['ladders', name, index], what: `${name} 的「${step.step}」应有且只有一个时点`, mend })
    })
  }
  return found
}

/** 同一单位同一平台第二个账号被拒绝 (§14-15). */
const officialProblems = (policy: Policy): Found[] =>
  policy.official.flatMap((each, index) => {
    const first = policy.official.findIndex((other) => other.unit === each.unit && other.platform === each.platform)
    const found: Found[] = []
    if (first < index) {
      const what = `${each.unit} 在${each.platform}已有登记`
      found.push({ path: ['official', index], what, mend: '同一平台只登记一个账号或域名' })
    }
    if (!policy.units.some((unit) => unit.id === each.unit)) {
      found.push({ path: ['official', index, 'unit'], what: `没有单位 ${each.unit}`, mend: '写 units 中的 id' })
    }
    return found
  })
