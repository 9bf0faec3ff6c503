// `npx huiying COMMAND`: one table of commands; the code of a command is loaded only when it is asked for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from './command.ts'
import type { Streams } from './lines.ts'
import { wordsOfEngine, wordsOfPath, wordsOfUsage } from './misuse.ts'

const exitUsage = 2
const nameColumns = 12

/** Runs one command and sets the exit code: 0 all well, 1 a bad line or a failure, 2 not understood. */
export async function main(args: string[]): Promise<void> {
  stopWhenNobodyReads()
  const streams = { input: process.stdin, output: process.stdout, log: process.stderr }
  process.exitCode = await runCommand(args, streams)
}

/** As main, with any streams: what a test calls. */
export async function runCommand(args: string[], streams: Streams): Promise<number> {
  const [name = '--help', ...rest] = args
  if (name === '--version' || name === '-v' || name === 'version') return print(streams, version())
  if (name === '--help' || name === '-h' || name === 'help')
    return print(streams, rest[0] ? helpOf(rest[0]) : overview())
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) return complain(streams, `没有命令 ${name}。${nearestTo(name)}运行 npx huiying --help 查看全部命令。`)
  if (rest.includes('--help') || rest.includes('-h')) return print(streams, helpOf(name))
  try {
    const { run } = await command.load()
    return await run(rest, streams)
  } catch (error) {
    return await fail(streams, name, error)
  }
}

/** `huiying tag | head -1` closes the pipe early; that is no failure of ours. */
function stopWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

function print({ output }: Streams, text: string): number {
  output.write(`${text}\n`)
  return 0
}

function complain({ log }: Streams, text: string): number {
  log.write(`${text}\n`)
  return exitUsage
}

/** Wrong options come from node:util with a code of their own; they are the caller's to mend. */
async function fail(streams: Streams, name: string, error: unknown): Promise<number> {
  const { message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: '' }
  if (String(code).startsWith('ERR_PARSE_ARGS')) {
    return complain(
      streams,
      `${wordsOfUsage(message, String(code))}${inputHint(name, String(code))}\n运行 npx huiying ${name} --help 查看用法。`,
    )
  }
  streams.log.write(`${name} 未完成：${(await wordsOfFile(error)) ?? message}\n`)
  if (error instanceof Error && error.cause) streams.log.write(`原因：${String(error.cause)}\n`)
  return 1
}

/** Who gives a file to a command of lines means its content. */
function inputHint(name: string, code: string): string {
  if (code !== 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' || !helpOf(name).includes('标准输入（JSON Lines）')) return ''
  return `；${name} 从标准输入读取，请写 npx huiying ${name} < 文件`
}

/** SQLite's SQLITE_CANTOPEN, as node:sqlite gives it. */
const CANNOT_OPEN = 14

/** Null when the error's own words are the best there are. */
async function wordsOfFile(error: unknown): Promise<string | null> {
  const { errcode } = error as { errcode?: number }
  if (errcode === CANNOT_OPEN) return (await import('./no-ledger.ts')).noLedgerHere()
  return wordsOfPath(error) ?? wordsOfEngine(error)
}

function version(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')).version
}

function overview(): string {
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(nameColumns)}${summary}`)
  return ['用法：npx huiying 命令 [选项]', '', ...rows, '', '每个命令都有 --help；--version 显示版本。'].join('\n')
}

function helpOf(name: string): string {
  const command = commands.find((candidate) => candidate.name === name)
  return command ? `${command.summary}\n\n${command.help}` : overview()
}

function nearestTo(name: string): string {
  const near = commands.find((command) => command.name.startsWith(name.slice(0, 3)))
  return near ? `是不是 ${near.name}？` : ''
}
