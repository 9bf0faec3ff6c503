// The collector's worker thread: letters in, prepared letters out, so that parsing holds up no deadline.
import { parentPort } from 'node:worker_threads'
import type { NameList } from '@huiying/text/mention'
import { prepareLetter } from './prepare.ts'

parentPort!.on('message', async ({ id, raws, names }: { id: number; raws: Uint8Array[]; names: NameList }) => {
  try {
    const letters = []
    for (const raw of raws) letters.push(await prepareLetter(raw, names))
    parentPort!.postMessage({ id, value: letters })
  } catch (error) {
    parentPort!.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
