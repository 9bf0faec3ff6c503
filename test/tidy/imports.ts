// Rules about which part may know which: domain ← text, bus, search, ledger ← services ← infra, test.
import { dirname, join } from 'node:path/posix'
import type { Rule } from './rules.ts'
import { type Finding, lineAt, type Source } from './source.ts'

type Import = {
  from: string
  line: number
  isTypeOnly: boolean
  /** Read before the file itself; a dynamic import and a worker are not. */
  isStatic: boolean
}

/** Who may import whom, besides itself. Search cuts its terms with the function of text. */
const packageMayImport: Record<string, string[]> = {
  domain: [],
  runtime: [],
  text: ['domain', 'runtime'],
  bus: ['domain', 'runtime'],
  ledger: ['domain', 'runtime'],
  letter: ['domain', 'runtime', 'text'],
  search: ['domain', 'runtime', 'text'],
}
/** Decisions are pure: what reads files, sockets or the clock stays out of domain. */
const impureModules =
  /^node:(fs|net|http|https|dns|tls|child_process|worker_threads|sqlite|timers|cluster|os|process)(\/|$)/

export const importRules: Rule[] = [
  { name: 'imports follow the direction of the house', find: findWrongDirections },
  { name: 'domain does no I/O', find: findImpureDomain },
  { name: 'the web page imports only types from the server', find: findServerInPage },
]

/** Every module a file names: static, dynamic, re-exported, or as a worker's URL. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = source.module.staticImports.map(({ moduleRequest, entries, start }) => ({
    from: moduleRequest.value,
    line: lineAt(source, start),
    isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    isStatic: true,
  }))
  for (const { entries, start } of source.module.staticExports) {
    const from = entries[0]?.moduleRequest?.value
    const isTypeOnly = entries.every(({ isType }) => isType)
    if (from) found.push({ from, line: lineAt(source, start), isTypeOnly, isStatic: true })
  }
  for (const { moduleRequest, start } of source.module.dynamicImports) {
    const from = source.text.slice(moduleRequest.start + 1, moduleRequest.end - 1)
    found.push({ from, line: lineAt(source, start), isTypeOnly: false, isStatic: false })
  }
  for (const match of source.text.matchAll(/new URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url/g)) {
    found.push({ from: match[1] ?? '', line: lineAt(source, match.index), isTypeOnly: false, isStatic: false })
  }
  return found
}

/** The path inside the project that an import names, or null for a library. */
export function resolveImport(source: Source, from: string): string | null {
  if (from.startsWith('.')) return join(dirname(source.path), from)
  const [, name = '', inner = ''] = /^@huiying\/([a-z]+)\/(.+)$/.exec(from) ?? []
  if (!name) return null
  return name in packageMayImport ? `packages/${name}/src/${inner}.ts` : `services/${name}/src/${inner}.ts`
}

function findWrongDirections(source: Source): Finding[] {
  const own = partOf(source.path)
  return importsOf(source).flatMap(({ from, line }) => {
    const path = resolveImport(source, from)
    if (path === null) return []
    const other = partOf(path)
    if (from.startsWith('.') && own !== other && !(isTop(own) && isTop(other))) {
      return [{ line, what: `${from} leaves ${own}: import it by its package name` }]
    }
    return mayImport(own, other) ? [] : [{ line, what: `${own} must not know ${other}` }]
  })
}

function partOf(path: string): string {
  const [top = '', name = ''] = path.split('/')
  return top === 'packages' || top === 'services' ? `${top}/${name}` : top
}

function isTop(part: string): boolean {
  return part === 'infra' || part === 'test'
}

function mayImport(own: string, other: string): boolean {
  if (own === other || isTop(own)) return true
  if (isTop(other) || other.startsWith('services/')) return false
  if (own.startsWith('services/')) return true
  return packageMayImport[own.slice('packages/'.length)]?.includes(other.slice('packages/'.length)) ?? false
}

function findImpureDomain(source: Source): Finding[] {
  if (!source.path.startsWith('packages/domain/') || source.isTest) return []
  return importsOf(source)
    .filter(({ from }) => impureModules.test(from))
    .map(({ from, line }) => ({ line, what: `${from} in domain` }))
}

function findServerInPage(source: Source): Finding[] {
  if (!source.path.startsWith('services/console/web/')) return []
  return importsOf(source).flatMap(({ from, line, isTypeOnly }) => {
    const path = resolveImport(source, from)
    const isServer = path !== null && !path.startsWith('services/console/web/')
    return isServer && !isTypeOnly ? [{ line, what: `import type from ${from}` }] : []
  })
}
