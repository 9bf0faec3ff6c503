// A local model (本地模型): the shipped topic model with the rows that corrections of one book have changed.
import { readFileSync } from 'node:fs'
import { type Model, modelPath, useModel } from '../tag/model.ts'
import { hashModel, heads, type ModelParts, ROW, unpackModel } from '../tag/model-file.ts'

export interface LocalParts {
  /** Written into every verdict it makes. */
  version: string
  /** SHA-256 of the shipped model's file it changes; on another one it means nothing. */
  base: string
  /** Ids of the items it has learnt from. */
  learnt: string[]
  /** What is added to the bias of each head. */
  biases: number[]
  /** Rows of the shipped model that it replaces, ascending, and their ROW bytes each. */
  rows: Uint32Array
  weights: Int8Array
}

interface Head {
  version: string
  base: string
  learnt: string[]
  biases: number[]
  rows: number
}

const HEAD_BYTES = 4
let shipped: { parts: ModelParts; sha256: string } | undefined

/** The parts of the model shipped with the program, read once a thread, and the SHA-256 of its file. */
export function readShipped(): { parts: ModelParts; sha256: string } {
  if (shipped === undefined) {
    const bytes = readFileSync(modelPath)
    shipped = { parts: unpackModel(bytes), sha256: hashModel(bytes) }
  }
  return shipped
}

let shippedHash: string | undefined

/** That SHA-256 alone, read once, for who only asks whether a local model fits. */
export function hashShipped(): string {
  shippedHash ??= hashModel(readFileSync(modelPath))
  return shippedHash
}

export function packLocal({ rows, weights, ...rest }: LocalParts): Uint8Array {
  const head: Head = { ...rest, rows: rows.length }
  let text = Buffer.from(JSON.stringify(head))
  text = Buffer.concat([text, Buffer.alloc((8 - ((HEAD_BYTES + text.length) % 8)) % 8, ' ')])
  const length = Buffer.alloc(HEAD_BYTES)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, Buffer.from(rows.buffer), Buffer.from(weights.buffer)])
}

/** Reads what `packLocal` wrote. */
export function unpackLocal(bytes: Uint8Array): LocalParts {
  const data = new Uint8Array(bytes).buffer
  const length = new DataView(data).getUint32(0, true)
  const { rows, ...head } = JSON.parse(Buffer.from(data, HEAD_BYTES, length).toString()) as Head
  const at = HEAD_BYTES + length
  return { ...head, rows: new Uint32Array(data, at, rows), weights: new Int8Array(data, at + rows * 4, rows * ROW) }
}

/** The whole model: the shipped one's parts with these rows in their place. Throws on another shipped model. */
function applyLocal(local: LocalParts): ModelParts {
  const { parts, sha256 } = readShipped()
  if (local.base !== sha256) throw new Error('这个本地模型是在另一版程序的模型上训练的，请重新训练')
  const weights = parts.weights.slice()
  local.rows.forEach((row, index) => {
    weights.set(local.weights.subarray(index * ROW, (index + 1) * ROW), row * ROW)
  })
  const dense = parts.dense.slice()
  const biasAt = dense.length - ROW
  for (let head = 0; head < heads.length; head++)
    dense[biasAt + head] = (dense[biasAt + head] as number) + (local.biases[head] as number)
  return { ...parts, version: local.version, weights, dense }
}

export const useLocal = (bytes: Uint8Array): Model => useModel(applyLocal(unpackLocal(bytes)))
