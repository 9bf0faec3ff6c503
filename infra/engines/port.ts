// Free ports for engines, and the words for one that is taken.
import { createServer } from 'node:net'

/** A port nobody listens on at 127.0.0.1, or `wanted`; throws when that one is taken. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(`端口 ${wanted} 已被占用，引擎没有启动；请换一个端口，或停掉占用它的程序`, { cause: error })
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('没有得到空闲端口')
  return address.port
}
