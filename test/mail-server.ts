// A real SMTP server for tests: keeps what arrives, refuses the addresses it is told to, goes away and comes back.
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Arrived {
  messageId: string
  to: string
  subject: string
  text: string
  /** With brackets; null when it answers nothing. */
  inReplyTo: string | null
  /** CC and BCC as they stand in it. */
  copies: string
}

export interface MailServer {
  /** In the order the server took them; a mail that came twice stands here twice. */
  arrived: Arrived[]
  /** 550 for these from now on. */
  refused: Set<string>
  url: string
  /** From now on nobody answers on the port, until `comeBack`. */
  /** Takes the next mail to this address and never says so: `taken` resolves then, and who sent it waits. */
  keepSilent(to: string): { taken: Promise<void> }
  goAway(): Promise<void>
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** `wantsLogin`: 535 for every log-in, 530 without one. */
export async function openMailServer(options: { wantsLogin?: boolean } = {}): Promise<MailServer> {
  const arrived: Arrived[] = []
  const refused = new Set<string>()
  const silent = new Map<string, () => void>()
  const open = async (port: number) => {
    const server = makeServer({ arrived, refused, silent }, options.wantsLogin === true)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return server
  }
  let server: SMTPServer | null = await open(0)
  const { port } = server.server.address() as AddressInfo
  const goAway = async () => {
    const gone = server
    server = null
    if (gone !== null) await new Promise<void>((resolve) => gone.close(resolve))
  }
  return {
    arrived,
    refused,
    url: `smtp://${options.wantsLogin ? 'huiying:wrong@' : ''}127.0.0.1:${port}`,
    keepSilent: (to) => ({ taken: new Promise((resolve) => silent.set(to, resolve)) }),
    goAway,
    async comeBack() {
      server ??= await open(port)
    },
    close: goAway,
  }
}

interface Standing extends Pick<MailServer, 'arrived' | 'refused'> {
  /** By address, what is called when a mail to it was taken. */
  silent: Map<string, () => void>
}

function makeServer({ arrived, refused, silent }: Standing, wantsLogin: boolean): SMTPServer {
  const server = new SMTPServer({
    authOptional: !wantsLogin,
    disabledCommands: wantsLogin ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('5.7.8 no'), { responseCode: 535 })),
    onRcptTo({ address }, _session, done) {
      if (refused.has(address)) done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }))
      else done()
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const mail = await simpleParser(Buffer.concat(parts))
        const to = session.envelope.rcptTo.map((one) => one.address).join(',')
        arrived.push({
          messageId: (mail.messageId ?? '').replace(/[<>]/g, ''),
          to,
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          inReplyTo: mail.inReplyTo ?? null,
          copies: `${mail.headers.get('cc') ?? ''}${mail.headers.get('bcc') ?? ''}`,
        })
        const take = silent.get(to)
        silent.delete(to)
        if (take === undefined) done()
        else take()
      })
    },
  })
  // A program that stops resets its connections; the server must outlive that.
  server.on('error', (error) => console.log(`mail server: ${error.message}`))
  return server
}
