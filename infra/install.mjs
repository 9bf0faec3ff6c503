// Installs what the workspace needs, once. `npm start`, `npm test` and `npx huiying` begin here, on any Node from 18
// on.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs, { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { giveUp, say, secondsSince } from './say.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The Node that the workspace pins; everything but this bootstrap runs on it. */
export const pinnedNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
/** Where Node keeps our sources stripped and compiled, for the next start and for threads. */
export const compileCache = join(root, 'node_modules', '.cache', 'node')

const pnpmVersion = '12.21.0'
const oldestNodeMajor = 18
const diskNeededMiB = 1500
const progressEveryMs = 2000
const probeTimeoutMs = 5000
const logLinesShown = 25
const stampFile = join(root, 'node_modules', '.huiying-installed')
const toolLine = {
  linux: 'sudo apt-get install -y g++ make python3    （红帽系：sudo dnf install -y gcc-c++ make python3）',
  darwin: 'xcode-select --install',
  win32: 'winget install Microsoft.VisualStudio.2022.BuildTools Python.Python.3.12',
}

/** Makes node_modules match the lock file; returns at once (milliseconds) when it already does. */
export async function ensureInstalled() {
  checkNode()
  const wanted = wantedStamp()
  if (installedStamp() === wanted) return
  checkDisk()
  await checkCompiler()
  await install()
  writeFileSync(stampFile, wanted)
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= oldestNodeMajor) return
  giveUp(`Node ${process.versions.node} 太旧，安装程序需要 Node ${oldestNodeMajor} 或更新；什么都没有改动。`, [
    '请安装新版 Node（例如 https://nodejs.org 的 LTS 版），再运行同一条命令。',
  ])
}

/** Everything that decides what an install gives: the lock file, each manifest, this machine's kind. */
function wantedStamp() {
  const manifests = ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  )
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'infra/package.json', 'test/package.json']
  const hash = createHash('sha256').update(`${pnpmVersion} ${process.platform} ${process.arch}`)
  for (const file of [...files, ...manifests]) {
    if (existsSync(join(root, file))) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function installedStamp() {
  try {
    accessSync(pinnedNode, constants.X_OK)
    return readFileSync(stampFile, 'utf8')
  } catch {
    return null // not installed, or half installed: either way the install runs again
  }
}

function checkDisk() {
  if (!fs.statfsSync || existsSync(stampFile)) return // Node before 18.15 cannot look
  const { bavail, bsize } = fs.statfsSync(root)
  const freeMiB = Math.floor((Number(bavail) * Number(bsize)) / 2 ** 20)
  if (freeMiB >= diskNeededMiB) return
  giveUp(`磁盘空间不足：${root} 只剩 ${freeMiB} MiB，安装约需 ${diskNeededMiB} MiB；什么都没有改动。`, [
    `请清理磁盘或换一个目录克隆，再运行同一条命令。`,
  ])
}

/** nodejieba is compiled where its authors offer no prebuilt binary, which takes a compiler, make and Python. */
async function checkCompiler() {
  const missing = [
    ['C++ 编译器', ['c++', 'g++', 'clang++', 'cl']],
    ['make', ['make', 'gmake', 'msbuild', 'cl']],
    ['Python 3', ['python3', 'python']],
  ].filter(([, commands]) => !commands.some(isCommand))
  if (missing.length === 0 || (await prebuiltIsThere())) return
  const names = missing.map(([name]) => name).join('、')
  giveUp(`缺少 ${names}：分词库 nodejieba 没有适合本机的预编译包，需要在本机编译；什么都没有改动。`, [
    `请先运行：${toolLine[process.platform] ?? toolLine.linux}`,
    '然后再运行同一条命令。',
  ])
}

function isCommand(name) {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':')
  return folders.some((folder) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)))
}

async function prebuiltIsThere() {
  const version = JSON.parse(readFileSync(join(root, 'packages/text/package.json'), 'utf8')).dependencies.nodejieba
  const { platform, arch, report, versions } = process
  const hasGlibc = report?.getReport().header.glibcVersionRuntime
  const libc = platform !== 'linux' ? 'unknown' : hasGlibc ? 'glibc' : 'musl'
  const file = `nodejieba-v${version}-node-v${versions.modules}-${platform}-${arch}-${libc}.tar.gz`
  const url = `https://github.com/yanyiwu/nodejieba/releases/download/v${version}/${file}`
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeoutMs) })).ok
  } catch {
    return false // no way to the network, so no prebuilt binary either
  }
}

async function install() {
  const startMs = performance.now()
  say('安装依赖（首次约 20–60 秒）…')
  const lines = []
  const code = await runPnpm((line) => lines.push(line), startMs)
  if (code === 0 && !existsSync(pinnedNode)) rebuildNode()
  if (code === 0 && existsSync(pinnedNode)) return say(`安装完成，用时 ${secondsSince(startMs)}`)
  for (const line of lines.slice(-logLinesShown)) say(`  │ ${line}`)
  giveUp(
    `安装依赖失败（pnpm 退出码 ${code}）；已下载的部分保留，下次接着用。`,
    adviceFor(lines.join(' ').replace(/[\s│]+/g, ' ')),
  )
}

/** Runs pnpm through npx, so that nothing has to be installed beforehand; every line of it goes to `keep`. */
function runPnpm(keep, startMs) {
  const args = ['--yes', `pnpm@${pnpmVersion}`, 'install', '--frozen-lockfile', '--reporter=append-only']
  const env = { ...process.env, npm_config_yes: 'true', npm_config_update_notifier: 'false', CI: 'true' }
  const child = spawn('npx', args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let saidAtMs = startMs
  let latest = ''
  const take = (chunk) => {
    for (const line of String(chunk).split('\n')) {
      if (!line.trim()) continue
      keep(line)
      latest = line.trim()
    }
    if (performance.now() - saidAtMs < progressEveryMs) return
    saidAtMs = performance.now()
    say(`  ${secondsSince(startMs)}  ${latest.slice(0, 100)}`)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  return new Promise((resolve) => {
    child.on('error', (error) => {
      keep(error.message)
      resolve(127)
    })
    child.on('close', resolve)
  })
}

/** A user may forbid install scripts; the pinned Node's own script is then run here, since all else stands on it. */
function rebuildNode() {
  const folder = join(root, 'node_modules', 'node')
  if (existsSync(folder))
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, stdio: 'ignore' })
}

const advices = [
  [/ENOSPC|no space left/i, '磁盘已满：请清理磁盘（约需 1.5 GiB），再运行同一条命令。'],
  [/EACCES|EPERM/i, `没有写权限：请检查 ${root} 的属主，再运行同一条命令。`],
  [
    /gyp ERR|node-gyp|make: /i,
    `nodejieba 编译失败：请先运行 ${toolLine[process.platform] ?? toolLine.linux}，再运行同一条命令。`,
  ],
  [/OUTDATED_LOCKFILE/i, 'pnpm-lock.yaml 与 package.json 不一致：请用 pnpm install 更新锁文件并一起提交。'],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|FETCH|network/i,
    '连不上 npm 源：请检查网络或 npm 的 registry / proxy 设置，再运行同一条命令。',
  ],
]

function adviceFor(log) {
  const found = advices.filter(([pattern]) => pattern.test(log)).map(([, advice]) => advice)
  return found.length > 0 ? found : ['请看上面几行输出，排除原因后再运行同一条命令。']
}
