// Every rule of the house shown to go red on a bad file and to stay green on a good one.
import { describe, expect, test } from 'vitest'
import { findLooseVersions, findUnnamedLibraries, isAllowedLicence } from './dependencies.ts'
import { fileRules } from './rules.ts'
import { parseSource } from './source.ts'
import { findCircles, findDeadFiles, findUnusedExports } from './tree.ts'

type Sample = { path?: string; red: string; green: string; greenPath?: string }

const longFunction = (lines: number, name = 'f') => `function ${name}() {\n${'  g()\n'.repeat(lines - 2)}}`

/** By the rule's name: a file that breaks it and the nearest one that does not. */
const samples: Record<string, Sample> = {
  'a file begins with a sentence saying what it is for': {
    red: 'const a = 1',
    green: '// Says what the file is for.\nconst a = 1',
  },
  'a line has at most 120 columns': { red: `// ${'x'.repeat(118)}`, green: `// ${'x'.repeat(117)}` },
  'a file has at most 300 lines, a test 500': { red: 'f()\n'.repeat(301), green: 'f()\n'.repeat(300) },
  'a function has at most 70 lines': {
    red: longFunction(71),
    green: `${longFunction(70)}\nfunction open() {\n${longFunction(60)}\n${longFunction(60, 'h')}}`,
  },
  'there is no default export': { red: 'export default 1', green: 'export const a = 1' },
  'there are no barrels': { red: "export * from './a.ts'", green: "export { a } from './a.ts'" },
  'closures instead of classes': { red: 'class A {}', green: 'class Refused extends Error {}' },
  'no enums and no namespaces': { red: 'enum A { B }', green: "type A = 'b'" },
  'no banned names': { red: 'const dateUtils = 1', green: 'const utilisation = 1' },
  'one noun per thing': { red: 'type CaseEvent = { id: string }', green: 'const eventStream = open()' },
  'settings are read in one place': {
    path: 'packages/ledger/src/a.ts',
    red: 'const url = process.env.LEDGER_URL',
    green: 'const url = process.env.LEDGER_URL',
    greenPath: 'packages/runtime/src/settings.ts',
  },
  'time and timers come from one file': {
    path: 'services/tracker/src/a.ts',
    red: 'const now = new Date()',
    green: 'const day = new Date(now)',
  },
  'SQL only in ledger, bus and search': {
    path: 'services/console/src/a.ts',
    red: 'read(`select id from items where book = 1`)',
    green: "say('update of the list')",
  },
  'no any, no silenced compiler': { red: 'const a = b as any', green: 'const a = b as unknown' },
  'no empty catch': { red: 'try { f() } catch {}', green: 'try { f() } catch { /* already gone, as wanted */ }' },
  'nothing is left to do': { red: '// TO' + 'DO later', green: '// Later ones are carried.' },
  'tests run the real thing, to the end': { red: "test.only('a', f)", green: "test('a', f)" },
  'nothing sleeps in a test': {
    path: 'test/a.test.ts',
    red: 'await new Promise((resolve) => setTimeout(resolve, 100))',
    green: "await new Promise((resolve) => server.once('listening', resolve))",
  },
  'nothing reads outside the project': { red: "read('../' + 'shared/a.jsonl')", green: "read('../shared.ts')" },
  'only commands write to the console': {
    path: 'packages/bus/src/a.ts',
    red: 'console.log(1)',
    green: 'log.info(1)',
  },
  'imports follow the direction of the house': {
    path: 'services/tracker/src/a.ts',
    red: "import { a } from '@huiying/notifier/a'",
    green: "import { a } from '@huiying/ledger/a'",
  },
  'domain does no I/O': {
    path: 'packages/domain/src/a.ts',
    red: "import { readFileSync } from 'node:fs'",
    green: "import { createHash } from 'node:crypto'",
  },
  'the web page imports only types from the server': {
    path: 'services/console/web/src/a.tsx',
    red: "import { a } from '@huiying/domain/word'",
    green: "import type { A } from '@huiying/domain/word'",
  },
}

/** More ways to break a rule than the one in the table, each seen in real code. */
const moreRed: [rule: string, path: string, text: string, why: string][] = [
  ['time and timers come from one file', 'packages/text/src/a.ts', 'const t = Date.now()', 'the machine’s clock'],
  [
    'time and timers come from one file',
    'packages/text/src/a.ts',
    'setTimeout(f, 1)',
    'a timer the drill cannot speed up',
  ],
  [
    'time and timers come from one file',
    'packages/bus/src/a.ts',
    "import { setTimeout } from 'node:timers/promises'",
    'the same timer by import',
  ],
  [
    'SQL only in ledger, bus and search',
    'services/tracker/src/a.ts',
    "import { sql } from 'kysely'",
    'a query builder',
  ],
  [
    'SQL only in ledger, bus and search',
    'infra/command/a.ts',
    "db.exec('pragma user_version')",
    'a command that opens the file itself',
  ],
  [
    'no any, no silenced compiler',
    'test/a.test.ts',
    '// @ts-expect-error wrong on purpose\nf(1)',
    'a silenced compiler',
  ],
  ['no any, no silenced compiler', 'infra/a.ts', '// biome-ignore lint/style/x\nf(1)', 'silenced without a reason'],
  ['tests run the real thing, to the end', 'test/a.test.ts', "vi.mock('./a.ts')", 'a fake'],
  ['tests run the real thing, to the end', 'test/a.test.ts', 'expect(true).toBe(true)', 'nothing is tested'],
  ['tests run the real thing, to the end', 'test/a.test.ts', "describe.only('a', f)", 'the others never run'],
  [
    'nothing sleeps in a test',
    'test/a.test.ts',
    "import { setTimeout as wait } from 'node:timers/promises'",
    'a sleep by import',
  ],
  ['no banned names', 'packages/text/src/helpers.ts', 'f()', 'a file name that says nothing'],
  ['no banned names', 'packages/text/src/a.ts', 'type IClock = { at: number }', 'a prefix that says nothing'],
  ['no banned names', 'packages/text/src/a.ts', 'const busImpl = 1', 'a suffix that says nothing'],
  ['one noun per thing', 'packages/domain/src/a.ts', 'function openTicket() {}', 'a case by another name'],
  ['one noun per thing', 'packages/domain/src/a.ts', 'type A = { departmentId: string }', 'a unit by another name'],
  ['there are no barrels', 'packages/text/src/index.ts', 'f()', 'a file named index'],
  [
    'imports follow the direction of the house',
    'packages/domain/src/a.ts',
    "import { a } from '@huiying/text/a'",
    'domain knows nobody',
  ],
  [
    'imports follow the direction of the house',
    'packages/text/src/a.ts',
    "import { a } from '@huiying/ledger/a'",
    'text knows only domain',
  ],
  [
    'imports follow the direction of the house',
    'packages/bus/src/a.ts',
    "import { a } from '../../ledger/src/a.ts'",
    'through the back door',
  ],
  [
    'imports follow the direction of the house',
    'services/tagger/src/a.ts',
    "const a = await import('@huiying/tracker/a')",
    'a dynamic import is one too',
  ],
  [
    'imports follow the direction of the house',
    'packages/ledger/src/a.ts',
    "export { a } from '@huiying/console/a'",
    'a re-export is one too',
  ],
  [
    'a file has at most 300 lines, a test 500',
    'services/tagger/src/main.ts',
    'f()\n'.repeat(41),
    'a main wires by hand, in forty lines',
  ],
]

describe('a rule that cannot go red is no rule', () => {
  test.each(fileRules)('$name', ({ name, find }) => {
    const sample = samples[name]
    expect(sample, 'every rule has a red and a green sample').toBeDefined()
    const path = sample?.path ?? 'packages/text/src/a.ts'
    expect(find(parseSource(path, sample?.red ?? ''))).not.toEqual([])
    expect(find(parseSource(sample?.greenPath ?? path, sample?.green ?? ''))).toEqual([])
  })

  test.each(moreRed)('%s (%s: %s) because %s', (name, path, text) => {
    const rule = fileRules.find((candidate) => candidate.name === name)
    expect(rule?.find(parseSource(path, text))).not.toEqual([])
  })

  test('a file that no entry reaches is dead, and a worker or lazy import keeps one alive', () => {
    const sources = [
      parseSource('infra/all.ts', "import('./a.ts'); new Worker(new URL('./b.ts', import.meta.url))"),
      parseSource('infra/a.ts', "import { c } from '@huiying/text/c'"),
      parseSource('infra/b.ts', 'f()'),
      parseSource('packages/text/src/c.ts', 'export const c = 1'),
      parseSource('packages/text/src/d.ts', 'export const d = 1'),
    ]
    expect(findDeadFiles(sources)).toEqual(['packages/text/src/d.ts'])
  })

  test('files that need one another go in a circle; types, workers and lazy imports do not', () => {
    const sources = [
      parseSource('infra/a.ts', "import { b } from './b.ts'"),
      parseSource('infra/b.ts', "import { c } from './c.ts'\nimport { d } from './d.ts'"),
      parseSource('infra/c.ts', "import { type A } from './a.ts'\nimport('./b.ts')"),
      parseSource('infra/d.ts', "import { type A, b } from './b.ts'"),
    ]
    expect(findCircles(sources)).toEqual(['infra/b.ts → infra/d.ts → infra/b.ts'])
  })

  test('an export that nobody names is unused; a type is kept for the reader', () => {
    const sources = [
      parseSource('infra/all.ts', "import { a } from './a.ts'"),
      parseSource('infra/a.ts', 'export const a = 1\nexport const b = 2\nexport type C = string'),
    ]
    expect(findUnusedExports(sources)).toEqual(['infra/a.ts b'])
  })

  test('a loose version, a library without a reason and a foreign licence are found', () => {
    const manifest = { path: 'a/package.json', dependencies: { zod: '^4.0.0', pino: '10.4.0' } }
    expect(findLooseVersions([manifest])).toEqual(['a/package.json zod ^4.0.0'])
    expect(findUnnamedLibraries(['zod', 'pino'], '| `zod` | checks what comes in |\n| `pino` | |')).toEqual(['pino'])
    expect(['MIT', '(MIT OR GPL-3.0)', 'GPL-3.0', 'MIT AND GPL-3.0', ''].map(isAllowedLicence)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
