// `huiying reindex` as a person types it, in a process of its own beside whatever runs.
import { spawn } from 'node:child_process'

const cli = new URL('../infra/huiying.mjs', import.meta.url).pathname

export interface Reindexed {
  code: number | null
  /** Its line of JSON. */
  answer: { ok: boolean; entries: number | null }
  said: string
}

/** `env`: where ledger and index lie. */
export function reindex(env: Record<string, string>): Promise<Reindexed> {
  const child = spawn(process.execPath, [cli, 'reindex'], { env: { ...process.env, ...env } })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said, answer: JSON.parse(out || 'null') }))
  })
}
