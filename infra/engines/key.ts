// Keys for an engine's TLS door, made by the keytool that comes with every Java.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Key {
  /** PKCS12, opened by `secret`. */
  keyFile: string
  /** The certificate in PEM. */
  caFile: string
  secret: string
}

/** A key with a certificate for localhost that is its own CA. */
export async function makeKey(folder: string, name: string): Promise<Key> {
  const [keyFile, caFile] = [join(folder, `${name}.p12`), join(folder, `${name}.pem`)]
  const secret = randomBytes(12).toString('hex')
  const store = ['-keystore', keyFile, '-storetype', 'PKCS12', '-storepass', secret, '-alias', name]
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost', '-ext', 'bc:c', '-validity', '30']
  await run('keytool', ['-genkeypair', '-keyalg', 'EC', ...store, ...subject])
  await run('keytool', ['-exportcert', '-rfc', ...store, '-file', caFile])
  return { keyFile, caFile, secret }
}
