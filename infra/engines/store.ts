// Where the engines' programs are kept once fetched: outside the repository, whole or not there at all.
import { spawn } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { environmentWith, settingOf } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'

const PROGRESS_MS = 5_000
const LOG_LINES_SHOWN = 6
const readable = 0o755
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1'

/** The line to type for a program that is missing. */
const installLine: Record<string, string> = {
  java: 'sudo apt-get install -y default-jre-headless',
  mvn: 'sudo apt-get install -y maven',
}

/** The file of a program on PATH; throws in words when it is not there. */
export function needProgram(name: 'java' | 'mvn'): string {
  const files = (settingOf('PATH') ?? '').split(delimiter).map((folder) => join(folder, name))
  const found = files.find(isRunnable)
  if (found !== undefined) return realpathSync(found)
  throw new Error(`PATH 中没有 ${name}，引擎没有启动；请先运行：${installLine[name]}`)
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: for us the same
  }
}

/**
 * ~/.cache/huiying, or for root /var/cache/huiying: what an engine that refuses root runs must be readable by an
 * unprivileged user.
 */
function storeFolder(): string {
  const own = settingOf('XDG_CACHE_HOME')
  if (own) return join(own, 'huiying')
  return process.getuid?.() === 0 ? '/var/cache/huiying' : join(homedir(), '.cache', 'huiying')
}

/** The folder `name` of the store; when missing it is filled by `goal` of Maven beside it and renamed into place. */
export async function fetchOnce(
  name: string,
  goal: (folder: string) => { goal: string; args: string[]; cwd?: string },
  say: (line: string) => void,
): Promise<string> {
  const store = storeFolder()
  const folder = join(store, name)
  if (existsSync(folder)) return folder
  needProgram('mvn')
  mkdirSync(store, { recursive: true })
  const part = mkdtempSync(join(store, `${name}.part-`))
  try {
    await runMaven(name, goal(part), say)
    // mkdtemp makes it for its owner alone; an engine that refuses root reads it as `nobody`.
    chmodSync(part, readable)
    // Another run may have been quicker: then its copy is as good as ours.
    if (!existsSync(folder)) renameSync(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return folder
}

async function runMaven(
  name: string,
  { goal, args, cwd }: { goal: string; args: string[]; cwd?: string },
  say: (line: string) => void,
): Promise<void> {
  const began = real.now()
  say(`首次使用，正在下载 ${name} …`)
  const child = spawn('mvn', ['-B', '-q', `${plugin}:${goal}`, ...args], {
    env: environmentWith({}),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)))
  const seconds = () => Math.round((real.now() - began) / 1000)
  const progress = real.every(PROGRESS_MS, () => say(`  正在下载 ${name}，已用 ${seconds()} 秒`))
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', resolve)
  })
  progress.cancel()
  if (code === 0) return say(`  ${name} 下载完成，用时 ${seconds()} 秒`)
  throw new Error(
    `下载 ${name} 失败（mvn 退出码 ${code}），已清除半成品；请检查网络或 ~/.m2/settings.xml 的镜像设置，再运行同一条命令\n` +
      lines
        .slice(-LOG_LINES_SHOWN)
        .map((line) => `  │ ${line}`)
        .join('\n'),
  )
}
