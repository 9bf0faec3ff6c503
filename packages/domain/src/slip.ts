// A policy as it comes in at the door: what nothing reads is told, where a version on record must stay readable.
import type { Policy } from './policy.ts'
import { lineFinder, type PolicyProblem, type PolicyReading, parsePolicy } from './tighten.ts'
import { readYaml } from './yaml-words.ts'

/**
 * As `parsePolicy`, and also what would be passed over without a sound: a mistyped key (a contact that no message
 * reaches, a ladder that is never climbed), an address that is none. Versions on record are read by `parsePolicy`
 * alone: what an earlier program took must not stop a later one.
 */
export const takePolicy = (text: string): PolicyReading => {
  const read = parsePolicy(text)
  if ('problems' in read) return read
  const written = readYaml(text)
  const own = 'problems' in written ? {} : written.value
  const slips = [...unknownKeys(own, read.policy, []), ...wrongAddresses(read.policy)]
  if (slips.length === 0) return read
  const lineOf = lineFinder(text)
  const problems = slips.map(({ path, what, mend }): PolicyProblem => ({ line: lineOf(path), what, mend }))
  return { problems: problems.sort((a, b) => a.line - b.line) }
}

interface Slip {
  path: (string | number)[]
  what: string
  mend: string
}

/** What was written and is not in what was read: the schema leaves out what it does not know. */
const unknownKeys = (written: unknown, read: unknown, path: Slip['path']): Slip[] => {
  if (typeof written !== 'object' || written === null || typeof read !== 'object' || read === null) return []
  return Object.entries(written).flatMap(([key, value]): Slip[] => {
    const at = [...path, Array.isArray(written) ? Number(key) : key]
    const known = (read as { [key: string]: unknown })[key]
    if (known !== undefined) return unknownKeys(value, known, at)
    const mend = '改成正确的名称，或去掉；可用的名称见示例 infra/sample/book.yaml 或 npx huiying policy show'
    return [{ path: at, what: `没有名为 ${at.join('.')} 的项，它的值不会用上`, mend }]
  })
}

const mailAddress = /^[^\s@<>,;]+@[^\s@<>,;]+$/
const protocols: { [kind: string]: readonly string[] } = {
  // A file: is the sample's own, beside its data.
  feed: ['file:', 'http:', 'https:'],
  imap: ['imap:', 'imaps:'],
}

const wrongAddresses = (policy: Policy): Slip[] => {
  const mails = [
    ...policy.units.flatMap((unit, at) =>
      unit.contacts.map((one, index) => ({ mail: one.mail, path: ['units', at, 'contacts', index, 'mail'] })),
    ),
    ...policy.sources.map((one, at) => ({ mail: one.mail, path: ['sources', at, 'mail'] })),
    ...policy.auditors.map((mail, at) => ({ mail, path: ['auditors', at] })),
  ]
  return [
    ...mails.flatMap(({ mail, path }): Slip[] =>
      mail === undefined || mailAddress.test(mail)
        ? []
        : [{ path, what: `“${mail}”不是邮箱地址，发往它的邮件都会失败`, mend: '写成 名称@域名' }],
    ),
    ...policy.sources.flatMap(({ kind, url, on }, at): Slip[] => {
      const fits = protocols[kind]
      if (
        fits === undefined ||
        (url === undefined && !on) ||
        (url !== undefined && URL.canParse(url) && fits.includes(new URL(url).protocol))
      )
        return []
      const what = url === undefined ? `${kind} 来源没有写 url` : `“${url}”不是这类来源的地址`
      return [{ path: ['sources', at, 'url'], what, mend: `写成 ${fits.at(-1)}//…` }]
    }),
  ]
}
