// Sealing of clear text and raw bytes: SM4-CTR with HMAC-SM3 over it, keys derived from a file outside the database.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Sealer {
  /** iv (16) ‖ HMAC-SM3 (32) ‖ SM4-CTR text. */
  seal(plain: Uint8Array): Buffer
  /** Throws when the bytes were changed or belong to another key. */
  open(sealed: Uint8Array): Buffer
  /** For link tokens: a key of its own, derived from the same file. */
  linkKey: Buffer
}

const KEY_BYTES = 32
const IV_BYTES = 16
const MAC_BYTES = 32

/**
 * Reads the key file, or makes one (mode 600) where `mayMake`: nothing has been sealed yet. Losing it loses every clear
 * text: back it up apart.
 */
export function openSealer(keyFile: string, mayMake = true): Sealer {
  if (!existsSync(keyFile)) {
    if (!mayMake) {
      throw new Error(
        `密钥文件 ${keyFile} 不存在，而台账里已有用它密封的原文。未另造新密钥，数据未改动；` +
          '请把当时的密钥文件放回此处，或用 HUIYING_KEY_FILE 指明它在哪里',
      )
    }
    makeKey(keyFile)
  }
  const master = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex')
  if (master.length !== KEY_BYTES)
    throw new Error(`密钥文件 ${keyFile} 不完整：应为 64 位十六进制。请从备份恢复，勿重建`)
  const derive = (use: string) => createHmac('sm3', master).update(use).digest()
  const cipherKey = createSecretKey(derive('cipher').subarray(0, 16))
  const macKey = createSecretKey(derive('mac'))
  // In one piece: two of them take half as long again.
  const macOf = (iv: Uint8Array, text: Uint8Array) =>
    createHmac('sm3', macKey)
      .update(Buffer.concat([iv, text]))
      .digest()
  return {
    linkKey: derive('link'),
    seal(plain) {
      const iv = freshBytes(IV_BYTES)
      const cipher = createCipheriv('sm4-ctr', cipherKey, iv)
      // A stream cipher holds nothing back: `final` would add no byte.
      const text = cipher.update(plain)
      return Buffer.concat([iv, macOf(iv, text), text])
    },
    open(sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      const iv = bytes.subarray(0, IV_BYTES)
      const mac = bytes.subarray(IV_BYTES, IV_BYTES + MAC_BYTES)
      const text = bytes.subarray(IV_BYTES + MAC_BYTES)
      if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(iv, text)))
        throw new Error('密文已被改动，或密钥不符')
      const decipher = createDecipheriv('sm4-ctr', cipherKey, iv)
      return Buffer.concat([decipher.update(text), decipher.final()])
    },
  }
}

/** Random bytes are drawn many at once: a draw costs as much for sixteen as for thousands. */
const POOL_BYTES = 4096
let pool = Buffer.alloc(0)

/** Random bytes that nobody else has been given. */
export function freshBytes(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(Math.max(count, POOL_BYTES))
  const fresh = pool.subarray(0, count)
  pool = pool.subarray(count)
  return fresh
}

/** The file appears whole or not at all: of several programs that start at once the first one's key counts for all. */
function makeKey(keyFile: string): void {
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
  const part = `${keyFile}.${randomUUID()}`
  writeFileSync(part, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(part, keyFile)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    rmSync(part)
  }
}

/** SM3(salt ‖ body): what an entry binds instead of the body, so that erasing salt and body leaves nothing to guess. */
export function contentHash(salt: Uint8Array, body: string): string {
  return createHash('sm3').update(salt).update(body).digest('hex')
}
