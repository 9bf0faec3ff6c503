// The collector's worker thread: letters in, prepared letters out, so that parsing holds up no deadline.
import { serveThread } from '@huiying/runtime/thread'
import type { NameList } from '@huiying/text/mask/mention'
import { type PreparedLetter, prepareLetter } from './prepare.ts'

serveThread(async ({ raws, names }: { raws: Uint8Array[]; names: NameList }) => {
  const letters: PreparedLetter[] = []
  for (const raw of raws) letters.push(await prepareLetter(raw, names))
  return letters
})
