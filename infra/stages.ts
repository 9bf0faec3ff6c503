// The stages of `npm test`, `npm run check`, `npm run soak` and `npm run screens`: fast ones first, each with its
// seconds, then one count.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { secretFileNames, settingNames } from '@huiying/runtime/settings'
import { skips } from '../test/skips.ts'
import { type Count, countReport, failuresOf, inWords, sumCounts } from './count.ts'
import { missingPostgres } from './engines/postgres.ts'

type Stage = { name: string; run: () => Count }

const root = dirname(import.meta.dirname)
const bin = join(root, 'node_modules', '.bin')
/** Every program and thread that a test starts strips and compiles our sources anew without it. */
const compileCache = join(root, 'node_modules', '.cache', 'node')
const isCi = process.env.CI === 'true'
const scratch = mkdtempSync(join(tmpdir(), 'huiying-test-'))
/** Every folder that a test makes lies here, open to the engines, which run as nobody where we are root. */
const folders = join(scratch, 'folders')
/** Settings of the person's own program must not reach the tests. */
const ownSettings = new Set([...settingNames, ...secretFileNames, 'ENGINES'])
const cleanEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownSettings.has(name)))
/** What failed in any stage, told once more above the last line. */
const failures: string[] = []
const FILTERS_TOLD_MAX = 3
const OPEN_MODE = 0o1777
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const checkStages: Stage[] = [
  { name: 'types', run: () => checkTypes() },
  { name: 'lint and format', run: () => runTool('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'tidy', run: () => runTests(['test/tidy', 'test/boundary']) },
]

const testStages: Stage[] = [
  ...checkStages,
  { name: 'unit and embedded', run: () => runTests(['packages/', 'services/', 'infra/']) },
  { name: 'domain in New York', run: () => runTests(['packages/domain/'], { TZ: 'America/New_York' }) },
  { name: 'domain in UTC', run: () => runTests(['packages/domain/'], { TZ: 'UTC' }) },
  { name: 'whole program', run: () => runTests(wholeProgramTests()) },
  { name: 'imap', run: () => runImapTests() },
  { name: 'browser', run: () => runBrowserTests() },
  { name: 'kafka', run: () => runEngineTests('kafka') },
  { name: 'on PostgreSQL', run: () => runOnPostgres() },
  { name: 'elasticsearch', run: () => runEngineTests('elasticsearch') },
  { name: 'on Kafka, Elasticsearch and PostgreSQL', run: () => runOnAllEngines() },
  { name: 'chaos', run: () => runChaos() },
]

const screenStages: Stage[] = [{ name: 'screens', run: () => runTests(['test/photo/'], { SCREENS: 'true' }) }]
const soakStages: Stage[] = [{ name: 'soak', run: () => runTests(['test/soak/'], { SOAK: 'true' }) }]

main(process.argv[2] ?? 'test')

function main(name: string): void {
  mkdirSync(folders)
  for (const folder of [scratch, folders]) chmodSync(folder, OPEN_MODE)
  const stages = { check: checkStages, test: testStages, soak: soakStages, screens: screenStages }[name] ?? testStages
  const counts: Count[] = []
  for (const stage of stages) {
    const startMs = performance.now()
    console.log(`\n── ${stage.name}`)
    const count = stage.run()
    console.log(`── ${stage.name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s, ${inWords(count)}`)
    counts.push(count)
  }
  const total = sumCounts(counts)
  if (total.failed === 0) rmSync(scratch, { recursive: true, force: true })
  for (const failure of failures) console.log(`FAILED ${failure}`)
  if (total.failed > 0) console.log(`\nFolders of the tests are kept for a look: ${folders}`)
  console.log(`\n${inWords(total)}`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

function checkTypes(): Count {
  const projects = ['infra/tsconfig.json', 'services/console/web/tsconfig.json']
  return sumCounts(projects.filter(isThere).map((project) => runTool('tsc', ['-p', project])))
}

function isThere(file: string): boolean {
  return existsSync(join(root, file))
}

/** `more`: folders that a program may lie in beside those on PATH. */
function isOnPath(program: string, ...more: string[]): boolean {
  return [...(process.env.PATH ?? '').split(delimiter), ...more].some((folder) => existsSync(join(folder, program)))
}

/** A tool that is right or wrong as a whole counts as one test. */
function runTool(name: string, args: string[]): Count {
  const isRight = runBin(name, args, {}) === 0
  if (!isRight) failures.push(`${name}: told above`)
  return { passed: isRight ? 1 : 0, failed: isRight ? 0 : 1, skipped: 0 }
}

function runBin(name: string, args: string[], extra: Record<string, string>): number | null {
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`
  const env = {
    NODE_COMPILE_CACHE: compileCache,
    ...cleanEnv,
    TMPDIR: folders,
    TEST_FOLDERS: 'made',
    PATH: path,
    ...extra,
  }
  return spawnSync(join(bin, name), args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status
}

/** The suites under test/ that play the whole program; style, browser and long runs have stages of their own. */
function wholeProgramTests(): string[] {
  const apart = /^test\/(tidy|boundary|browser|soak|photo|postgres|imap|scale|chaos)\b/
  return globSync('test/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] }).filter(
    (file) => !apart.test(file),
  )
}

/** Against a real Dovecot, which is not everywhere. */
function runImapTests(): Count {
  const suites = globSync('test/imap/**/*.test.ts', { cwd: root })
  if (isOnPath('dovecot', '/usr/sbin')) return runTests(['test/imap/'])
  console.log('SKIPPED imap: no dovecot on PATH; run: sudo apt-get install -y dovecot-imapd')
  return skipped(suites)
}

function runBrowserTests(): Count {
  const suites = globSync('test/browser/**/*.test.ts', { cwd: root })
  if (suites.length === 0) return { passed: 0, failed: 0, skipped: 0 }
  if (chromiumNames.some((name) => isOnPath(name))) return runTests(['test/browser/'])
  console.log('SKIPPED browser: no chromium on PATH; run: sudo apt-get install -y chromium fonts-noto-cjk')
  return skipped(suites)
}

/** The suites named after an engine (`…kafka.test.ts`), all on one that is started for them. */
function runEngineTests(name: string): Count {
  const suites = globSync(`{packages,services,infra,test}/**/*${name}.test.ts`, {
    cwd: root,
    exclude: ['**/node_modules/**'],
  })
  return onJava(name, suites, () => runTests(suites, { ENGINES: name }, startedBy([name])))
}

/** The whole days and the acceptance tests unchanged on all three at once, and what containers would run. */
function runOnAllEngines(): Count {
  const suites = ['test/acceptance.test.ts', 'test/day.test.ts', 'test/scale/compose.test.ts']
  const names = ['kafka', 'elasticsearch']
  return onAll(suites, () => runTests(suites, { ENGINES: [...names, 'postgres'].join(' ') }, startedBy(names)))
}

/** Two of each service, killed while letters flow in; these suites start and restart the engines themselves. */
function runChaos(): Count {
  const suites = globSync('test/chaos/**/*.test.ts', { cwd: root })
  return onAll(suites, () => runTests(['test/chaos/'], { CHAOS: 'true' }))
}

function onAll(suites: string[], run: () => Count): Count {
  const missing = missingPostgres()
  if (missing === null) return onJava('all engines', suites, run)
  console.log(`SKIPPED all engines: ${missing.reason}; run: ${missing.mend}`)
  return skipped(suites)
}

function startedBy(names: string[]): string[] {
  return ['infra/huiying.mjs', 'engines', 'run', ...names, '--']
}

/** Java and Maven start these engines. */
function onJava(name: string, suites: string[], run: () => Count): Count {
  const missing = ['java', 'mvn'].find((program) => !isOnPath(program))
  if (missing === undefined) return run()
  console.log(`SKIPPED ${name}: no ${missing} on PATH; run: sudo apt-get install -y default-jre-headless maven`)
  return skipped(suites)
}

/** Where CI=true what should be there is missing, so that its suites have failed. */
function skipped(suites: string[]): Count {
  return { passed: 0, failed: isCi ? suites.length : 0, skipped: isCi ? 0 : suites.length }
}

/** What a real PostgreSQL must show, and the whole-program suites that touch the ledger most, unchanged, on it. */
function runOnPostgres(): Count {
  const missing = missingPostgres()
  const suites = globSync('test/postgres/**/*.test.ts', { cwd: root })
  if (missing === null) {
    const unchanged = ['acceptance', 'day', 'decision', 'tamper', 'behind', 'measure', 'trace'].map(
      (name) => `test/${name}.test.ts`,
    )
    return runTests(['test/postgres/', ...unchanged], { ENGINES: 'postgres' })
  }
  console.log(`SKIPPED postgres: ${missing.reason}; run: ${missing.mend}`)
  return skipped(suites)
}

/**
 * Runs the test files whose path contains one of `filters` and counts them from vitest's own report. `around`: what
 * starts vitest.
 */
function runTests(filters: string[], extra: Record<string, string> = {}, around: string[] = []): Count {
  const files = globSync('{packages,services,infra,test}/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] })
  if (!files.some((file) => filters.some((filter) => file.includes(filter))))
    return { passed: 0, failed: 0, skipped: 0 }
  const report = join(scratch, 'report.json')
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = ['run', '--config', 'test/vitest.config.ts', ...reporters, ...filters]
  const [first, ...rest] = around.length === 0 ? ['vitest', ...args] : ['node', ...around, join(bin, 'vitest'), ...args]
  const status = runBin(first!, rest, extra)
  if (!existsSync(report)) {
    failures.push(`${filters.slice(0, FILTERS_TOLD_MAX).join(' ')}: the tests ended without a report`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const result = JSON.parse(readFileSync(report, 'utf8'))
  const { unlisted, ...count } = countReport(result, isCi ? skips : null)
  failures.push(
    ...failuresOf(result, root),
    ...unlisted.map((test) => `skipped without a reason in test/skips.ts: ${test}`),
  )
  if (status === 0 || count.failed > 0) return count
  // An error outside any test (a rejected promise nobody waits for) fails the run without failing a test.
  failures.push(`${filters.slice(0, FILTERS_TOLD_MAX).join(' ')}: an error outside any test, told above`)
  return { ...count, failed: 1 }
}
