// What is read of a text's letters where no word of a list stands: danger, despair, a child harmed, and somebody in
// office told on by hints.
import { readFileSync } from 'node:fs'
import { hintSenses } from '../dictionary/hint.ts'
import { urgentSenses } from '../dictionary/urgent.ts'
import type { Copy } from '../normalise.ts'
import { openStretches, type Stretch, type StretchModel, type StretchParts, unpackStretches } from './stretch-model.ts'

/** What the model of early words tells apart, in this order everywhere. */
export const pressing = ['life', 'danger', 'minor'] as const
export type Pressing = (typeof pressing)[number]
/** The class of the model of reports, which stands behind those. */
const REPORT = pressing.length

interface Shipped {
  model: StretchModel
  /** Of each class what the senses of a stretch give. */
  also: ((text: string) => number)[]
}

let shipped: Shipped | undefined

/** The models shipped with the program, read as one: once for a thread. */
function openShipped(): Shipped {
  if (shipped === undefined) {
    const [early, report] = ['early', 'report'].map((name) =>
      unpackStretches(readFileSync(new URL(`../../model/${name}.model`, import.meta.url))),
    ) as [StretchParts, StretchParts]
    const also = [...pressing.map((_, which) => weigher(urgentSenses, early, which)), weigher(hintSenses, report, 0)]
    shipped = { model: openStretches([early, report]), also }
  }
  return shipped
}

/** Where a bare copy sounds most like one of the pressing classes, if it does. */
export const findPressing = (copy: Copy, which: Pressing): Stretch | null => find(copy, pressing.indexOf(which))

/** Where a bare copy sounds most like somebody in office told on, if it does. */
export const findHint = (copy: Copy): Stretch | null => find(copy, REPORT)

function find(copy: Copy, which: number): Stretch | null {
  const { model, also } = openShipped()
  return model.find(copy, which, also[which])
}

/** What the senses that a text has weigh for one class of a model. */
function weigher(senses: readonly RegExp[], { senses: weights = [] }: StretchParts, which: number) {
  return (text: string): number => {
    let sum = 0
    senses.forEach((sense, index) => {
      if (sense.test(text)) sum += weights[which * senses.length + index] as number
    })
    return sum
  }
}
