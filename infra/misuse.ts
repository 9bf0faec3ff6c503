// What a wrong option or path means to who typed it, in place of Node's English.

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

/** Null when it is no failure of a path. */
export function wordsOfPath(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException
  const words = code === undefined ? undefined : fileWords[code]
  return words === undefined || path === undefined ? null : `${path} ${words}。请核对路径和权限，再运行同一条命令`
}
