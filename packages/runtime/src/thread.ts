// One worker thread that answers calls; when it dies, what it had is rejected (and done again) and a new one starts.
import { constants, getPriority, setPriority } from 'node:os'
import { parentPort, Worker } from 'node:worker_threads'
import { real } from './time.ts'

export interface Thread {
  /** Posts `{id, ...message}` and resolves with the `value` of the answer, or rejects with its `error`. */
  call<T>(message: object): Promise<T>
  stop(): Promise<void>
}

export interface ThreadOptions {
  url: URL
  workerData?: unknown
  /** What it may hold of memory, its buffers aside; beyond it dies alone. Without it, what the machine allows. */
  heapMibMax?: number
  /** Told when the thread dies by itself. */
  onDeath(error: Error): void
}

/** What crosses over of an error: codes too, for the table of failures goes by them. */
interface ErrorFacts {
  message: string
  code?: string
  errcode?: number
  cause?: ErrorFacts
}

type Answer = { id: number; value?: unknown; error?: ErrorFacts } | { ready: true }

/** A thread that cannot even start is tried again after this, not at once and for ever. */
const RESTART_MS = 1_000
const CAUSES_MAX = 5

/**
 * Calls made while there is no thread wait for the next one. A thread that dies over a call rejects it as the
 * message's own fault, so that a letter that kills its reader is parked; one that never came up, as the engine's.
 */
export function openThread({ url, workerData, heapMibMax, onDeath }: ThreadOptions): Thread {
  const resourceLimits = heapMibMax === undefined ? {} : { maxOldGenerationSizeMb: heapMibMax }
  const waiting = new Map<number, { message: object; resolve(value: unknown): void; reject(error: Error): void }>()
  let serial = 0
  let stopped = false
  let current: Worker | null = null
  const start = () => {
    const worker = new Worker(url, { workerData, resourceLimits })
    let ready = false
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) {
        ready = true
        return
      }
      const call = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.error === undefined) call?.resolve(answer.value)
      else call?.reject(errorOf(answer.error))
    })
    worker.on('error', onDeath)
    worker.on('exit', () => {
      current = null
      const code = ready ? undefined : 'ERR_WORKER_INIT_FAILED'
      const calls = [...waiting.values()]
      waiting.clear()
      for (const call of calls) call.reject(Object.assign(new Error('计算线程中断，将重做'), { code }))
      if (!stopped) real.after(ready ? 0 : RESTART_MS, begin)
    })
    return worker
  }
  const begin = () => {
    if (stopped || current !== null) return
    current = start()
    for (const [id, { message }] of waiting) current.postMessage({ id, ...message })
  }
  begin()
  return {
    call<T>(message: object): Promise<T> {
      const id = ++serial
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { message, resolve: resolve as (value: unknown) => void, reject })
        current?.postMessage({ id, ...message })
      })
    },
    async stop() {
      stopped = true
      await current?.terminate()
    },
  }
}

/**
 * Computing stands back for the thread that keeps the ledger, runs the clocks and serves the screens: where cores are
 * few it waited a fifth of its time for one. On Linux a priority is a thread's own; elsewhere it is the program's.
 */
function standBack(): void {
  if (process.platform !== 'linux') return
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority
  try {
    setPriority(Math.min(getPriority() + PRIORITY_BELOW_NORMAL, PRIORITY_LOW))
  } catch {
    // A sandbox may forbid it: then it computes beside the others. Letters must be read all the same.
  }
}

export interface ServeOptions {
  /** Whether it computes only where the other threads leave room; not for one that people wait for. */
  standsBack: boolean
}

/** In a worker: answers each call of `openThread` with what `answer` gives, or with its error; call it once, last. */
export function serveThread<T>(answer: (message: T) => unknown, { standsBack }: ServeOptions): void {
  const port = parentPort
  if (port === null) throw new Error('serveThread is for worker threads')
  if (standsBack) standBack()
  port.on('message', async (message: T & { id: number }) => {
    const { id } = message
    try {
      port.postMessage({ id, value: await answer(message) } satisfies Answer)
    } catch (error) {
      port.postMessage({ id, error: factsOf(error, CAUSES_MAX) } satisfies Answer)
    }
  })
  port.postMessage({ ready: true } satisfies Answer)
}

function factsOf(error: unknown, causes: number): ErrorFacts {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return {
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof errcode === 'number' ? { errcode } : {}),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: factsOf(error.cause, causes - 1) }),
  }
}

function errorOf({ message, cause, ...codes }: ErrorFacts): Error {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause: errorOf(cause) }), codes)
}
