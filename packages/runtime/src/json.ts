// Canonical JSON: the bytes that are hashed and stored; keys sorted, nothing undefined, numbers finite.

/** Throws on undefined at the top, functions and numbers that are not finite; undefined properties are left out. */
export function canonicalJson(value: unknown): string {
  const text = JSON.stringify(sorted(value))
  if (text === undefined) throw new TypeError(`cannot be JSON: ${typeof value}`)
  return text
}

/** What came as JSON; text that is none stays the text it is. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The same value with sorted keys; what is in order already is not copied. */
function sorted(value: unknown): unknown {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`not a finite number: ${value}`)
  if (typeof value === 'function' || typeof value === 'bigint') throw new TypeError(`cannot be JSON: ${typeof value}`)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? sortedList(value) : sortedObject(value as Record<string, unknown>)
}

function sortedList(list: unknown[]): unknown[] {
  let copy: unknown[] | null = null
  for (let index = 0; index < list.length; index++) {
    const one = sorted(list[index])
    if (one === list[index]) continue
    copy ??= [...list]
    copy[index] = one
  }
  return copy ?? list
}

function sortedObject(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object)
  if (!inOrder(keys)) return copyOf(object, inOrderOf(keys))
  for (const key of keys) if (sorted(object[key]) !== object[key]) return copyOf(object, keys)
  return object
}

function copyOf(object: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of keys) copy[key] = sorted(object[key])
  return copy
}

function inOrder(keys: string[]): boolean {
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return false
  return true
}

/** Of more keys the engine's own sort is quicker. */
const FEW_KEYS_MAX = 24

/** By UTF-16 units; a few are put in order where they are. */
function inOrderOf(keys: string[]): string[] {
  if (keys.length > FEW_KEYS_MAX) return keys.sort()
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index]!
    let at = index
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!
    keys[at] = key
  }
  return keys
}
