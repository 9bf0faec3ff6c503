// Seeded mutations of the ugly files: what a broken disk, a cut line or a hostile sender makes of them.

import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readFeed } from '@huiying/collector/feed'
import { readLetter } from '@huiying/collector/letter'
import { openRandom } from '@huiying/runtime/random'
import { projectRoot } from './tidy/source.ts'

export interface Ugly {
  name: string
  kind: 'letter' | 'feed'
  bytes: Buffer
}

/** Mutations of one file, one after the other. */
const CHANGES_MAX = 8
const REPEATS_MAX = 3_000

const fragments = [
  '\0',
  '\xff\xfe',
  '<![CDATA[',
  ']]>',
  '<!--',
  '&',
  '&#x110000;',
  '<item>',
  '</item>',
  '<a b="',
  '<p style="display:none">',
  '--qh\r\n',
  '--qh--\r\n',
  '\r\n\r\n',
  'Content-Type: multipart/mixed; boundary=qh\r\n\r\n--qh\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  '=?utf-8?B?',
  '?=',
  '((((',
  '<<<<',
  '"\\',
  "filename*0*=utf-8''%",
  '=\r\n',
  'begin 644 x\n',
  'aaaaaaaaaaaaaaaa',
  ' a;',
  '@,',
  '(a)',
]

export function readUgly(): Ugly[] {
  return globSync(join(projectRoot, 'services/collector/ugly/{letter/*.eml,feed/*.feed}'))
    .sort()
    .map((file) => ({
      name: basename(file),
      kind: file.endsWith('.eml') ? ('letter' as const) : ('feed' as const),
      bytes: readFileSync(file),
    }))
}

/** The same seed gives the same mutation on every machine. */
export function mutated(ugly: Ugly[], seed: number): Ugly {
  const random = openRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const one = ugly[below(ugly.length)]!
  let bytes = Buffer.from(one.bytes)
  for (let change = 0; change <= below(CHANGES_MAX); change++) {
    const at = below(bytes.length + 1)
    const to = Math.min(bytes.length, at + below(200))
    const head = bytes.subarray(0, at)
    const fragment = Buffer.from(fragments[below(fragments.length)]!, 'latin1')
    const kind = below(6)
    if (kind === 0 && bytes.length > 0) bytes[Math.min(at, bytes.length - 1)] = below(256)
    else if (kind === 1) bytes = Buffer.concat([head, bytes.subarray(to)])
    else if (kind === 2) bytes = Buffer.concat([head, bytes.subarray(at, to), bytes.subarray(at)])
    else if (kind === 3) bytes = Buffer.concat([head, fragment, bytes.subarray(at)])
    else if (kind === 4) bytes = head
    else {
      const many = Array.from({ length: below(REPEATS_MAX) }, () => fragment)
      bytes = Buffer.concat([head, ...many, bytes.subarray(at)])
    }
  }
  return { name: `${one.name} seed ${seed}`, kind: one.kind, bytes }
}

/** Items or one reject with its reason; anything else is thrown. */
export async function answerOf({ kind, bytes }: Ugly): Promise<{ items: number; reject: string | null }> {
  if (kind === 'letter') {
    const letter = await readLetter(bytes)
    if (letter.at !== null && !Number.isFinite(letter.at)) throw new Error('a date that is none')
    return { items: 1, reject: null }
  }
  try {
    return { items: (await readFeed(bytes)).items.length, reject: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    if (!/不是|空/.test(reason)) throw error
    return { items: 0, reject: reason }
  }
}
