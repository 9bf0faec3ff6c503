// Passwords as they are kept: scrypt with its own salt, the cost in the text so that it can rise later.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const COST = 2 ** 15
const BLOCK_SIZE = 8
const PARALLEL = 1
const SALT_BYTES = 16
const HASH_BYTES = 32
/** scrypt needs 128 × cost × block size; a little more is allowed. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024
export const PASSWORD_LENGTH_MIN = 10

/** `scrypt$cost$salt$hash`. Throws in words when the password is too short to serve. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < PASSWORD_LENGTH_MIN) {
    throw new Error(`密码太短：至少 ${PASSWORD_LENGTH_MIN} 个字符。账号未改动，请换一个再试`)
  }
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST)
  return ['scrypt', String(COST), salt.toString('base64url'), hash.toString('base64url')].join('$')
}

export async function matchesPassword(password: string, kept: string): Promise<boolean> {
  const [kind, cost, salt, hash] = kept.split('$')
  if (kind !== 'scrypt' || cost === undefined || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64url')
  const found = await derive(password, Buffer.from(salt, 'base64url'), Number(cost))
  return expected.length === found.length && timingSafeEqual(expected, found)
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: BLOCK_SIZE, p: PARALLEL, maxmem: MEMORY_BYTES_MAX }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
