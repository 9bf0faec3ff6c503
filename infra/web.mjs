// Builds the web page when its sources changed since the last build; otherwise returns in milliseconds.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './install.mjs'
import { giveUp, say, secondsSince } from './say.mjs'

const page = join(root, 'services', 'console', 'web')
const built = join(page, 'dist')
const stampName = '.built-from'
const logLinesShown = 30

/**
 * Leaves an up-to-date page in services/console/web/dist. It is built beside and put in place whole: a program that
 * starts meanwhile reads the one or the other.
 */
export function ensureWebPage() {
  if (!existsSync(page)) return
  const wanted = sourceHash()
  if (isBuiltFrom(wanted)) return
  const startMs = performance.now()
  say('构建网页…')
  const vite = join(root, 'services', 'console', 'node_modules', 'vite', 'bin', 'vite.js')
  const beside = join(root, 'node_modules', '.cache', `page-${process.pid}`)
  rmSync(beside, { recursive: true, force: true })
  const run = spawnSync(pinnedNode, [vite, 'build', '--logLevel', 'warn', '--outDir', beside, '--emptyOutDir'], {
    cwd: page,
    encoding: 'utf8',
    // A test's NODE_ENV would leave a development build behind.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (run.status !== 0) {
    rmSync(beside, { recursive: true, force: true })
    for (const line of `${run.stdout}${run.stderr}`.trim().split('\n').slice(-logLinesShown)) say(`  │ ${line}`)
    giveUp('网页构建失败；上一次构建的网页不再使用，数据未受影响。', [
      '请看上面几行输出；磁盘已满时先清理磁盘，再运行同一条命令。',
    ])
  }
  writeFileSync(join(beside, stampName), wanted)
  putInPlace(beside, wanted)
  say(`网页已构建，用时 ${secondsSince(startMs)}`)
}

function isBuiltFrom(wanted) {
  const stamp = join(built, stampName)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

/** Another process may have built the same meanwhile, and may be reading it. */
function putInPlace(beside, wanted) {
  const old = `${beside}-old`
  if (!isBuiltFrom(wanted)) {
    if (existsSync(built)) renameSync(built, old)
    renameSync(beside, built)
  }
  for (const folder of [beside, old]) rmSync(folder, { recursive: true, force: true })
}

/**
 * Over everything the build reads: the page's own files, the modules it takes types and words from, and the lock file.
 */
function sourceHash() {
  const hash = createHash('sha256')
  const folders = [page, join(root, 'services', 'console', 'src'), join(root, 'packages', 'domain', 'src')]
  const files = [join(root, 'pnpm-lock.yaml'), ...folders.flatMap(filesUnder)]
  for (const file of files) hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name === 'dist' || entry.name === 'node_modules') return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : entry.name.endsWith('.test.ts') ? [] : [path]
    })
}
