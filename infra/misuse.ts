// What a wrong option or path means to who typed it, in place of Node's English.
import { parseArgs } from 'node:util'
import { failureOf } from '@huiying/runtime/failure'

/** node:util names the option in quotes; the rest is ours to say. */
export function wordsOfUsage(message: string, code: string): string {
  const option = /'([^']+)'/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有选项 ${option}。什么都没有做`
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `多写了“${option}”。什么都没有做`
  return `选项 ${option} 写得不对：缺值，或不该有值。什么都没有做`
}

/** What a wrong path of a command means to a person, by Node's code. */
const fileWords: Record<string, string> = {
  ENOENT: '不存在',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EISDIR: '是目录，不是文件',
  ENOTDIR: '路径中有一段不是目录',
}

/** Null when it is no failure of a path; `named` is the path as it was given, where the error holds none. */
export function wordsOfPath(error: unknown, named = '所给的路径'): string | null {
  const { code, path = named } = error as NodeJS.ErrnoException
  const words = code === undefined ? undefined : fileWords[code]
  return words === undefined ? null : `${path} ${words}。请核对路径和权限，再运行同一条命令`
}

/** What was kept and what to do when the disk, a database or the network gave out. */
export const engineWords = (reason: string): string =>
  `${reason}。已在台账里的数据未受影响；请先排除（清理磁盘、检查目录或网络），再运行同一条命令`

/** Null when it is no failure of an engine, or one that says all this in its own words. */
export function wordsOfEngine(error: unknown): string | null {
  const { kind, reason } = failureOf(error)
  return kind === 'message' || (error instanceof Error && reason === error.message) ? null : engineWords(reason)
}

/** For a command that reads standard input alone, or nothing: a word more would be passed over without a sound. */
export function takesNothing(args: string[]): void {
  parseArgs({ args, options: {} })
}
