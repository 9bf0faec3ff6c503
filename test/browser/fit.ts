// What a telephone's screen gets wrong, in words: what runs out of it, and what is lower than a thumb.
import type { Page } from 'playwright-core'

export const TELEPHONE = { width: 390, height: 844 }
/** What a thumb hits, in CSS pixels. */
const THUMB_PX_MIN = 40

const look = (within: string) => `(() => {
  const shown = [...document.querySelectorAll(${JSON.stringify(within)})].filter((one) => one.checkVisibility())
  const name = (one) => (one.textContent || one.getAttribute('aria-label') || one.getAttribute('name') || '').trim()
  const low = shown
    .filter((one) => one.type !== 'checkbox' && one.getBoundingClientRect().height < ${THUMB_PX_MIN})
    .map((one) => 'low: ' + name(one) + ' ' + Math.round(one.getBoundingClientRect().height))
  const out = shown
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
    .map((one) => 'outside: ' + name(one))
  const isWide = document.documentElement.scrollWidth > document.documentElement.clientWidth
  return [...low, ...out, ...(isWide ? ['wider than the screen'] : [])]
})()`

const all = 'button, summary, input:not([type="hidden"]), select, textarea'
export const misfits = (page: Page, within = all): Promise<string[]> => page.evaluate(look(within))
