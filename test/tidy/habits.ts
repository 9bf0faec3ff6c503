// Rules about what may stand where: settings, time, SQL, shortcuts that hide mistakes, and what tests must not do.
import type { Rule } from './rules.ts'
import { dottedName, type Finding, findNodes, lineAt, type Node, type Source } from './source.ts'

/** Programs that run before or outside the server; each with its reason. */
const bootstrap = /^infra\/[a-z]+\.mjs$/
const ownEnvironment: [RegExp, string][] = [
  [/^packages\/runtime\/src\/settings\.ts$/, 'the one place'],
  [bootstrap, 'runs before anything is installed'],
  [/^infra\/stages\.ts$/, 'hands a cleaned environment to the tests'],
  [/\.test\.ts$|^test\//, 'tests hand an environment to programs they start'],
]
const ownTime: [RegExp, string][] = [
  [/^packages\/runtime\/src\/time\.ts$/, 'the one place'],
  [bootstrap, 'runs before anything is installed'],
  [/^services\/console\/web\//, 'a browser; countdowns run on heartbeats from the server'],
  [/\.test\.ts$|^test\//, 'tests may wait with a limit; sleeping has its own rule'],
]
const ownSql: [RegExp, string][] = [
  [/^packages\/(ledger|bus|search)\//, 'the engines'],
  [/\.test\.ts$|^test\//, 'tests tamper with rows and count them'],
  [/^infra\/bench\//, 'the raw half of a measurement writes rows without us'],
]
const sqlWords = new RegExp(
  '^\\s*(select\\s.+\\sfrom\\s|insert\\s+(or\\s+\\w+\\s+)?into\\s|update\\s+\\w+\\s+set\\s|delete\\s+from\\s|' +
    'create\\s+(table|index)\\s|pragma\\s|begin\\s+immediate|alter\\s+table\\s)',
  'is',
)
const sqlModules = /^(kysely|node:sqlite|pg|better-sqlite3)(\/|$)/

export const habitRules: Rule[] = [
  { name: 'settings are read in one place', find: outside(ownEnvironment, findEnvironment) },
  { name: 'time and timers come from one file', find: outside(ownTime, findTime) },
  { name: 'SQL only in ledger, bus and search', find: outside(ownSql, findSql) },
  { name: 'no any, no silenced compiler', find: findSilencedCompiler },
  { name: 'no empty catch', find: findEmptyCatch },
  { name: 'nothing is left to do', find: findTodo },
  { name: 'tests run the real thing, to the end', find: findTestShortcuts },
  { name: 'nothing sleeps in a test', find: findSleeps },
  { name: 'nothing reads outside the project', find: findOutsideReads },
  { name: 'only commands write to the console', find: findConsole },
]

function outside(owners: [RegExp, string][], find: (source: Source) => Finding[]) {
  return (source: Source) => (owners.some(([path]) => path.test(source.path)) ? [] : find(source))
}

function findEnvironment(source: Source): Finding[] {
  return findNodes(source, 'read it through runtime/settings', (node) => dottedName(node) === 'process.env')
}

function findTime(source: Source): Finding[] {
  return findNodes(source, 'take it from runtime/time', (node) => {
    if (node.type === 'NewExpression')
      return dottedName(node.callee) === 'Date' && (node.arguments as Node[]).length === 0
    if (node.type === 'ImportDeclaration') return /^(node:)?timers/.test(String((node.source as Node).value))
    if (node.type === 'CallExpression' && /^(Date|setTimeout|setInterval)$/.test(dottedName(node.callee) ?? ''))
      return true
    return /^(Date\.now|Temporal\.Now|(globalThis|window)\.set(Timeout|Interval))$/.test(dottedName(node) ?? '')
  })
}

function findSql(source: Source): Finding[] {
  return findNodes(source, 'move the query to packages/ledger, bus or search', (node) => {
    if (node.type === 'ImportDeclaration') return sqlModules.test(String((node.source as Node).value))
    if (node.type === 'TemplateElement') return sqlWords.test(String((node.value as { raw: string }).raw))
    return node.type === 'Literal' && typeof node.value === 'string' && sqlWords.test(node.value)
  })
}

function findSilencedCompiler(source: Source): Finding[] {
  const comments = source.comments.filter(({ value }) =>
    /^\s*@ts-|^\s*eslint-|biome-ignore(?!\s+\S+:\s*\S)/.test(value),
  )
  return [
    ...findNodes(source, 'say what the type is', ({ type }) => type === 'TSAnyKeyword'),
    ...comments.map(({ start }) => ({ line: lineAt(source, start), what: 'mend it instead of silencing the tool' })),
  ]
}

/** A comment inside that says why nothing is to be done is enough. */
function findEmptyCatch(source: Source): Finding[] {
  return findNodes(source, 'say why nothing is to be done', (node) => {
    if (node.type !== 'CatchClause') return false
    const body = node.body as Node
    const isExplained = source.comments.some(({ start, end }) => start > body.start && end < body.end)
    return (body.body as Node[]).length === 0 && !isExplained
  })
}

function findTodo(source: Source): Finding[] {
  const words = /\b(TODO|FIXME|HACK|XXX)\b/
  return source.comments
    .filter(({ value }) => words.test(value))
    .map(({ start }) => ({ line: lineAt(source, start), what: 'do it or write an issue' }))
}

function findTestShortcuts(source: Source): Finding[] {
  return findNodes(source, 'test the real thing', (node) => {
    if (node.type !== 'CallExpression') return false
    const callee = dottedName(node.callee) ?? ''
    if (/^vi\.(mock|doMock|hoisted|stubGlobal)$/.test(callee)) return true
    if (/^(test|it|describe)(\.\w+)*\.(only|todo)$/.test(callee)) return true
    const first = (node.arguments as Node[])[0]
    return callee === 'expect' && first?.type === 'Literal' && typeof first.value === 'boolean'
  })
}

/** A promise that only a timer settles is a sleep. */
function findSleeps(source: Source): Finding[] {
  if (!source.isTest) return []
  return findNodes(source, 'wait for the thing itself, or move the clock', (node) => {
    if (node.type === 'ImportDeclaration') return /^(node:)?timers\/promises$/.test(String((node.source as Node).value))
    if (node.type !== 'NewExpression' || dottedName(node.callee) !== 'Promise') return false
    const executor = (node.arguments as Node[])[0]
    const settle = dottedName((executor?.params as Node[] | undefined)?.[0])
    const text = executor ? source.text.slice(executor.start, executor.end) : ''
    return settle !== null && new RegExp(`=>\\s*\\{?\\s*(void )?setTimeout\\(\\s*${settle}\\s*[,)]`).test(text)
  })
}

/** A folder beside the project is on nobody else's machine. */
function findOutsideReads(source: Source): Finding[] {
  return findNodes(source, 'write a sample of our own', ({ type, value }) => {
    return type === 'Literal' && typeof value === 'string' && /(^|\/)shared\//.test(value)
  })
}

function findConsole(source: Source): Finding[] {
  if (!/^(packages|services)\//.test(source.path) || source.path.startsWith('services/console/web/')) return []
  return findNodes(source, 'log through runtime', (node) => /^console\.\w+$/.test(dottedName(node) ?? ''))
}
