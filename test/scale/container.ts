// compose.yaml and the Dockerfile as a test reads them: the tree an image holds, and each container as a process.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { freePort } from '@huiying/infra/engines/port'
import { parse } from 'yaml'
import { projectRoot } from '../tidy/source.ts'

export interface Service {
  image: string
  build?: object
  command: string[]
  environment: Record<string, string | number>
  deploy?: { replicas: number }
  tmpfs?: string[]
  volumes?: string[]
  secrets?: string[]
  healthcheck: { test?: string[]; disable?: boolean }
}

/** A process that stands for a container. */
export interface Container {
  name: string
  child: ChildProcess
  /** Where it answers probes on this machine. */
  probes: string
  /** What it has written so far. */
  out(): string
  log(): string
  /** Rejects, with what it said, when it ends before `work` is done. */
  during<T>(work: Promise<T>): Promise<T>
  /** Runs the file's own healthcheck; true when it passes. */
  isHealthy(): boolean
  /** SIGTERM; its exit code. */
  stop(): Promise<number | null>
}

/** `nobody` on Debian: a container of ours runs as no root, and so do these where the test runs as root. */
const UNPRIVILEGED_ID = 65_534
const isRoot = process.getuid?.() === 0
const asUser = isRoot ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}
const readText = (file: string) => readFileSync(join(projectRoot, 'infra', file), 'utf8')

/** `${NAME:-word}` is `word`: nothing is set on this machine. */
export function readCompose(): Record<string, Service> {
  const unset = (_key: unknown, value: unknown) =>
    typeof value === 'string' ? value.replace(/\$\{\w+:-([^}]*)\}/g, '$1') : value
  return (parse(readText('compose.yaml'), unset, { merge: true }) as { services: Record<string, Service> }).services
}

/**
 * The tree of the image: the COPY lines of the stage `build` from this clone, without what .dockerignore names, and its
 * RUN lines but those that change the system. Gives the folder and the environment that ENV lines set.
 */
export function buildTree(): { folder: string; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-image-'))
  const lines = readText('Dockerfile').split('\n')
  const [build = [], run = []] = stagesOf(lines)
  const ignored = readText('Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => /^\*\*\//.test(line))
  const left = new RegExp(`(^|/)(${ignored.map((line) => patternOf(line.slice(3))).join('|')})$`)
  for (const line of build) {
    const [verb, ...words] = line.split(/\s+/)
    if (verb === 'COPY') for (const from of words.slice(0, -1)) copyInto(folder, from, words.at(-1)!, left)
    if (verb === 'RUN' && !/apt-get/.test(line))
      execFileSync('sh', ['-c', line.slice(4)], { cwd: folder, stdio: 'pipe' })
  }
  chmodSync(folder, 0o755)
  return {
    folder,
    env: Object.fromEntries(run.flatMap((line) => (line.startsWith('ENV ') ? [line.slice(4).split('=')] : []))),
  }
}

const patternOf = (name: string) => name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')

function stagesOf(lines: string[]): string[][] {
  const stages: string[][] = []
  for (const line of lines) {
    if (line.startsWith('FROM ')) stages.push([])
    else stages.at(-1)?.push(line)
  }
  return stages
}

function copyInto(folder: string, from: string, to: string, left: RegExp): void {
  const target = to.endsWith('/') ? join(folder, to, basename(from)) : join(folder, to)
  cpSync(join(projectRoot, from), target, {
    recursive: true,
    filter: (path) => !left.test(path.slice(projectRoot.length)),
  })
}

export interface Host {
  /** The tree and what its image sets. */
  tree: ReturnType<typeof buildTree>
  /** Where the engines of the file are on this machine. */
  engines: Record<string, string>
  /** Files of the file's secrets. */
  secrets: Record<string, string>
}

/**
 * This machine for containers. What the file says is taken word for word; only places become this machine's: hosts of
 * engines, /data (its own for each), volumes (one for all), /run/secrets, ports (a free one each), 0.0.0.0.
 */
export function openHost({ tree, engines, secrets }: Host) {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-host-'))
  const make = (...parts: string[]): string => {
    const path = join(folder, ...parts)
    mkdirSync(path, { recursive: true })
    for (let at = path; at !== dirname(folder); at = dirname(at))
      if (isRoot) chownSync(at, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
    return path
  }
  const secretFolder = make('secrets')
  for (const [name, text] of Object.entries(secrets)) writeSecret(join(secretFolder, name), text)
  const volume = (name: string) => make('volumes', name)
  let serial = 0
  const start = async (name: string, service: Service): Promise<Container> => {
    const own = `${name}-${++serial}`
    const [page, probes] = [await freePort(), await freePort()]
    const data = make(own, 'data')
    const places: [string, string][] = [
      ...Object.entries(engines),
      ['/run/secrets', secretFolder],
      ['/data', data],
      ['0.0.0.0', '127.0.0.1'],
      ['7480', String(page)],
      ['7490', String(probes)],
    ]
    for (const mounted of service.volumes ?? []) {
      const [from = '', to = ''] = mounted.split(':')
      if (to.startsWith('/data/')) symlinkSync(volume(from), join(data, to.slice('/data/'.length)))
      else places.push([to, volume(from)])
    }
    const here = (text: string) => places.reduce((told, [from, to]) => told.replaceAll(from, to), text)
    const given = Object.entries(service.environment).map(([key, value]) => [key, here(String(value))])
    const env = { ...tree.env, PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ...Object.fromEntries(given) }
    const [command = '', ...args] = service.command.map(here)
    const child = spawn(command, args, { cwd: tree.folder, env, stdio: ['ignore', 'pipe', 'pipe'], ...asUser })
    return watch(child, { name: own, probes, check: (service.healthcheck.test ?? []).slice(1).map(here), env })
  }
  const remove = () => {
    for (const path of [folder, tree.folder]) rmSync(path, { recursive: true, force: true })
  }
  return { start, volume, remove }
}

function watch(
  child: ChildProcess,
  { name, probes, check, env }: { name: string; probes: number; check: string[]; env: Record<string, string> },
): Container {
  let out = ''
  let log = ''
  child.stdout?.on('data', (part) => {
    out += part
  })
  child.stderr?.on('data', (part) => {
    log += part
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    name,
    child,
    probes: `http://127.0.0.1:${probes}`,
    out: () => out,
    log: () => log,
    during: (work) =>
      Promise.race([
        work,
        ended.then((code) => {
          throw new Error(`${name} ended with ${code}:\n${log}`)
        }),
      ]),
    isHealthy() {
      const [command = '', ...args] = check
      try {
        execFileSync(command, args, { env, stdio: 'ignore', ...asUser })
        return true
      } catch {
        return false // the check itself says no by its exit code
      }
    },
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function writeSecret(file: string, text: string): void {
  execFileSync('sh', ['-c', 'umask 077; cat > "$0"', file], { input: text })
  if (isRoot) chownSync(file, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
}
