// Listening on a port: the one that was asked for, or from a usual one on the next that is free.

const PORTS_TRIED_MAX = 50

export interface PortWish {
  /** 0: any free one. */
  port: number
  /** True: a taken port is passed over; false: it is an error in words. */
  mayMove: boolean
  /** The setting that names it, for those words. */
  setting: string
}

/** `listen` rejects with EADDRINUSE where another program has the port. */
export async function listenOn({ port, mayMove, setting }: PortWish, listen: (port: number) => Promise<unknown>) {
  for (let tried = 0; ; tried++) {
    const wanted = port === 0 ? 0 : port + tried
    try {
      await listen(wanted)
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
      if (mayMove && tried < PORTS_TRIED_MAX) continue
      throw new Error(`端口 ${wanted} 已被占用。数据未受影响；请换一个 ${setting}，或停掉占用它的程序`, {
        cause: error,
      })
    }
  }
}
