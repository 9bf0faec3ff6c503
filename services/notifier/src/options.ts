// How the notifier goes out, from the settings and the mark of the data folder: where mails, messages and links go.
import { join } from 'node:path'
import type { Mark } from '@huiying/ledger/book'
import type { Ledger } from '@huiying/ledger/ledger'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import type { Settings } from '@huiying/runtime/settings'
import type { NotifyOptions } from './notify.ts'
import { openTransport } from './transport.ts'
import { openGateway } from './webhook.ts'

export interface NotifierFacts {
  ledger: Ledger
  settings: Settings
  log: Logger
  measure?: Measure
  mark: Mark
  onlyTo: string | null
}

/** A sample or a drill never uses MAIL_URL (§14-18): only --mail-to sends, and only to that address. */
export function notifyOptionsOf(facts: NotifierFacts): NotifyOptions {
  const { ledger, settings, log, measure, mark, onlyTo } = facts
  const outbox = `file:${join(settings.dataDir, 'outbox')}`
  const { publicUrl, mailFrom: from } = settings
  const transport = openTransport(mark === null || onlyTo !== null ? settings.mailUrl : outbox)
  const gateway = openGateway(mark === null ? settings.webhookUrl : outbox, settings.webhookSecret)
  const host = publicUrl === null ? 'huiying.local' : new URL(publicUrl).hostname
  const links = publicUrl === null ? null : { base: publicUrl, local: false, key: ledger.sealer.linkKey }
  const measured = measure === undefined ? {} : { measure }
  return { ledger, transport, gateway, log, ...measured, from, host, links, mark, onlyTo }
}
