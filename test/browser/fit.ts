// What a telephone's screen gets wrong, in words: what runs out of it, and what is lower than a thumb.
import type { Page } from 'playwright-core'

export const TELEPHONE = { width: 390, height: 844 }
/** What a thumb hits, in CSS pixels. */
const THUMB_PX_MIN = 40

/** What a field is part of where a frame around it takes the press. */
const frames = '.ant-select, .ant-input-affix-wrapper, .ant-input-number'

const look = (within: string) => `(() => {
  const box = (one) => (one.closest(${JSON.stringify(frames)}) ?? one).getBoundingClientRect()
  const shown = [...document.querySelectorAll(${JSON.stringify(within)})]
    .filter((one) => one.checkVisibility() && one.closest('.head') === null)
  const name = (one) => (one.textContent || one.getAttribute('aria-label') || one.getAttribute('name') || '').trim()
  const low = shown
    .filter((one) => one.type !== 'checkbox' && box(one).height < ${THUMB_PX_MIN})
    .map((one) => 'low: ' + name(one) + ' ' + Math.round(box(one).height))
  const out = shown
    .filter((one) => box(one).right > innerWidth + 1 || box(one).left < -1)
    .map((one) => 'outside: ' + name(one))
  const isWide = document.documentElement.scrollWidth > document.documentElement.clientWidth
  return [...low, ...out, ...(isWide ? ['wider than the screen'] : [])]
})()`

const all = 'button, summary, input:not([type="hidden"]), select, textarea, [role=menuitem]'
/** The line above every screen aside, which is low on purpose so that what rings is seen at once. */
export const misfits = (page: Page, within = all): Promise<string[]> => page.evaluate(look(within))
