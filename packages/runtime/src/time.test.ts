// What time lends to those who wait.
import { MessageChannel } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { breath } from './time.ts'

it('what another thread has said before a breath is taken in by its end', async () => {
  const { port1: near, port2: far } = new MessageChannel()
  const heard: string[] = []
  near.on('message', (word: string) => heard.push(word))
  for (const word of ['a', 'b', 'c']) {
    far.postMessage(word)
    await breath()
    expect(heard.at(-1)).toBe(word)
  }
  near.close()
})
