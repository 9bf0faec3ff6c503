// Free ports for engines, and the words for one that is taken.
import { createServer } from 'node:net'

/** Below what systems give to outgoing connections (32768 on Linux), which would take a port before it is used. */
const FIRST_PORT = 15_000
const PORTS = 17_000
/** Processes that look at the same time begin far from each other. */
const STRIDE = 613

let tried = 0

/** A port nobody listens on at 127.0.0.1, given once by this process, or `wanted`; throws when that one is taken. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && wanted !== 0) {
    if (await isFree(wanted)) return wanted
    throw new Error(`端口 ${wanted} 已被占用，引擎没有启动；请换一个端口，或停掉占用它的程序`)
  }
  while (tried < PORTS) {
    const port = FIRST_PORT + ((process.pid * STRIDE + tried++) % PORTS)
    if (await isFree(port)) return port
  }
  throw new Error(`没有得到空闲端口（${FIRST_PORT}–${FIRST_PORT + PORTS - 1} 都被占用）；请停掉不用的程序后重试`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (free) await new Promise((resolve) => server.close(resolve))
  return free
}
