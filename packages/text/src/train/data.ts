// The labelled texts a model is trained on, their near-duplicates, and the folds that keep these together.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { normalise } from '../normalise.ts'
import { heads, TOPIC_HEADS } from '../tag/model-file.ts'

export interface Labelled {
  id: string
  text: string
  topics: string[]
  gov: boolean | null
  incident: boolean | null
  place: 'home' | 'abroad' | 'none' | null
  /**
   * `plain` is drawn as texts come; `unsure` where an earlier model was unsure, and harder than life; `invented` is a
   * short letter of ours that says what it is about without its usual words.
   */
  draw: 'plain' | 'unsure' | 'invented'
}

export const FOLDS = 5
/** Length of the runs by which near-duplicates are found, how many stand for a text, and the share two must have. */
const SHINGLE_UNITS = 6
const SKETCH_SIZE = 10
const SHARED_MIN = 0.35
/** A run in more texts than this is a phrase of every letter and tells nothing. */
const SHARERS_MAX = 200

/** Reads `topics.train.jsonl` of a folder; the other files there are never opened. */
export function readLabelled(folder: string): Labelled[] {
  const lines = readFileSync(join(folder, 'topics.train.jsonl'), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Labelled)
}

/** The texts written for training, of which topics alone are learnt, and the SHA-256 of their file. */
export function readInvented(): { invented: Labelled[]; sha256: string } {
  const file = readFileSync(new URL('./topic.jsonl', import.meta.url), 'utf8')
  const invented = file
    .trim()
    .split('\n')
    .map((line, index): Labelled => {
      const { text, topics } = JSON.parse(line) as Pick<Labelled, 'text' | 'topics'>
      return { id: `invented-${index}`, text, topics, gov: null, incident: null, place: null, draw: 'invented' }
    })
  return { invented, sha256: createHash('sha256').update(file).digest('hex') }
}

/** +1, -1 or 0 (not known) for each head of each text. */
export function readTargets(items: readonly Labelled[]): Int8Array {
  const targets = new Int8Array(items.length * heads.length)
  items.forEach((item, i) => {
    heads.forEach((head, k) => {
      let says: boolean | null
      if (k < TOPIC_HEADS) says = item.topics.includes(head)
      else if (head === 'gov') says = item.gov
      else if (head === 'incident') says = item.incident
      else says = item.place === null ? null : item.place === head
      targets[i * heads.length + k] = says === null ? 0 : says ? 1 : -1
    })
  })
  return targets
}

/** A fold for each text; near-duplicates share one, so that no text is judged by a model that saw its twin. */
export function foldTexts(items: readonly Labelled[]): Uint8Array {
  const groups = groupTexts(items.map((item) => normalise(item.text).bare.text.toLowerCase()))
  return Uint8Array.from(groups, (group) => hashText((items[group] as Labelled).id, 0, 99) % FOLDS)
}

/** For each text the number of the first text of its group. */
function groupTexts(texts: readonly string[]): number[] {
  const parents = texts.map((_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (parents[at] !== at) at = parents[at] as number
    return at
  }
  const sharers = new Map<number, number[]>()
  const sketches = texts.map(sketchText)
  sketches.forEach((sketch, i) => {
    const alike = new Map<number, number>()
    for (const shingle of sketch) {
      const others = sharers.get(shingle) ?? []
      for (const other of others) alike.set(other, (alike.get(other) ?? 0) + 1)
      if (others.length < SHARERS_MAX) others.push(i)
      sharers.set(shingle, others)
    }
    for (const [other, count] of alike) {
      const fewer = Math.min(sketch.length, (sketches[other] as number[]).length)
      if (count >= Math.max(1, fewer * SHARED_MIN))
        parents[Math.max(find(i), find(other))] = Math.min(find(i), find(other))
    }
  })
  return texts.map((_, i) => find(i))
}

function sketchText(text: string): number[] {
  const shingles = new Set<number>()
  for (let i = 0; i + SHINGLE_UNITS <= text.length; i++) shingles.add(hashText(text, i, i + SHINGLE_UNITS))
  if (shingles.size === 0) shingles.add(hashText(text, 0, text.length))
  return [...shingles].sort((a, b) => a - b).slice(0, SKETCH_SIZE)
}

function hashText(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < Math.min(end, text.length); i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
