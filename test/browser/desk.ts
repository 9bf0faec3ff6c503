// A duty desk in a browser for tests: the whole program with its console, and Chromium pages that speak Chinese.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { startConsole } from '@huiying/console/console'
import type { UserRole } from '@huiying/domain/word'
import { savePerson } from '@huiying/ledger/person/person'
import { createOneTime } from '@huiying/ledger/person/session'
import { openLog } from '@huiying/runtime/log'
import { openProbe } from '@huiying/runtime/probe'
import { readSettings } from '@huiying/runtime/settings'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { ensureWebPage } from '../../infra/web.mjs'
import { startProgram, type TestOptions } from '../program.ts'

/** A step that takes longer than this has failed. */
const STEP_MS_MAX = 30_000
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Its own parts (the fields of a date) speak the language of the machine they stand for. */
const speaksChinese = { ...process.env, LANGUAGE: 'zh_CN' } as Record<string, string>

/** The browser's path, or null when this machine has none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null
}

/** Starts program, console and browser at a Beijing time; `stop` ends all three. */
export async function startDesk(startAt: string, executablePath: string, options: TestOptions = {}) {
  ensureWebPage()
  const program = await startProgram(startAt, options)
  const { ledger, bus, time, book, folder } = program
  const { ledgerUrl } = program.place
  const engine = ledgerUrl == null ? {} : { LEDGER_URL: ledgerUrl }
  const settings = { ...readSettings({ DATA_DIR: folder, PORT: '0', ...engine }), portMayMove: false }
  const console = await startConsole({
    probe: openProbe(),
    settings,
    time,
    log: openLog('silent'),
    ledger,
    bus,
    mark: null,
  })
  program.linkTo(console.url, true)
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--lang=zh-CN'],
    env: speaksChinese,
  })
  const errors: string[] = []
  return {
    program,
    url: console.url,
    /** What the pages complained of: script errors, refused styles, failed loads. */
    errors,
    /** A page of its own, logged in as a person with these roles, of a unit or of none; null: nobody. */
    async open(
      login: string | null,
      roles: UserRole[],
      size = { width: 1366, height: 768 },
      unit: string | null = null,
    ): Promise<Page> {
      const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'America/New_York' })
      const page = await context.newPage()
      page.setDefaultTimeout(STEP_MS_MAX)
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`)
      })
      if (login === null) return page
      const person = { login, book, name: `姓名${login}`, roles, unit, password: null }
      await savePerson(ledger, person, 'system', time.now())
      const token = await createOneTime(ledger, login, time.real.now())
      await page.goto(`${console.url}/?token=${token}`)
      await page.locator('.head').waitFor()
      return page
    },
    /** The server goes away while the screens stay. */
    cutOff: once(() => console.stop()),
    async stop() {
      await browser.close()
      await this.cutOff()
      await program.stop()
    },
  }
}

export type Desk = Awaited<ReturnType<typeof startDesk>>

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= run()
    return running
  }
}

/** Chooses by typing and Enter, once the list shows what Enter would take; waits until it is taken. */
export async function choose(dialog: Locator, label: string, text: string): Promise<void> {
  const page = dialog.page()
  await dialog.getByLabel(label).fill(text)
  await page.locator('.ant-select-item-option-active', { hasText: text }).waitFor()
  await page.keyboard.press('Enter')
  await dialog
    .locator('.ant-select', { has: page.getByLabel(label) })
    .getByTitle(text)
    .waitFor()
}
