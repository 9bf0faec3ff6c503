// One worker thread that answers calls; when it dies, what it had is rejected (and done again) and a new one starts.
import { Worker } from 'node:worker_threads'

export interface Thread {
  /** Posts `{id, ...message}` and resolves with the `value` of the answer, or rejects with its `error`. */
  call<T>(message: object): Promise<T>
  stop(): Promise<void>
}

export interface ThreadOptions {
  url: URL
  workerData?: unknown
  /** Told when the thread dies by itself. */
  onDeath(error: Error): void
}

export function openThread({ url, workerData, onDeath }: ThreadOptions): Thread {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let serial = 0
  let stopped = false
  const start = (): Worker => {
    const worker = new Worker(url, { workerData })
    worker.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
      const call = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) call?.resolve(value)
      else call?.reject(new Error(error))
    })
    worker.on('error', onDeath)
    worker.on('exit', () => {
      for (const call of waiting.values()) call.reject(new Error('计算线程中断，将重做'))
      waiting.clear()
      if (!stopped) current = start()
    })
    return worker
  }
  let current = start()
  return {
    call<T>(message: object): Promise<T> {
      const id = ++serial
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        current.postMessage({ id, ...message })
      })
    },
    async stop() {
      stopped = true
      await current.terminate()
    },
  }
}
