// What is read of a text's letters where no word of a list stands: danger, despair, a child harmed, and somebody in
// office told on by hints.
import { readFileSync } from 'node:fs'
import { hintSenses } from '../dictionary/hint.ts'
import type { Copy } from '../normalise.ts'
import { openStretches, type Stretch, type StretchModel, type StretchParts, unpackStretches } from './stretch-model.ts'

/** What the model of early words tells apart, in this order everywhere. */
export const pressing = ['life', 'danger', 'minor'] as const
export type Pressing = (typeof pressing)[number]
/** The class of the model of reports, which stands behind those. */
const REPORT = pressing.length

interface Shipped {
  model: StretchModel
  /** Weights of the senses of a report. */
  senses: readonly number[]
}

let shipped: Shipped | undefined

/** The models shipped with the program, read as one: once for a thread. */
function openShipped(): Shipped {
  if (shipped === undefined) {
    const [early, report] = ['early', 'report'].map((name) =>
      unpackStretches(readFileSync(new URL(`../../model/${name}.model`, import.meta.url))),
    ) as [StretchParts, StretchParts]
    shipped = { model: openStretches([early, report]), senses: report.senses ?? [] }
  }
  return shipped
}

/** Where a bare copy sounds most like one of the pressing classes, if it does. */
export const findPressing = (copy: Copy, which: Pressing): Stretch | null =>
  openShipped().model.find(copy, pressing.indexOf(which))

/** Where a bare copy sounds most like somebody in office told on, if it does. */
export const findHint = (copy: Copy): Stretch | null => openShipped().model.find(copy, REPORT, weighSenses)

function weighSenses(text: string): number {
  const { senses } = openShipped()
  let sum = 0
  for (let which = 0; which < hintSenses.length; which++)
    if ((hintSenses[which] as RegExp).test(text)) sum += senses[which] as number
  return sum
}
