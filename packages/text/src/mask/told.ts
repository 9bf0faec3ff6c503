// Covers what is written to one reader, whose name no label announces: whom it greets, and who is known to be named.
import { mask } from '../mask.ts'
import { familyUnits, isPlainWord, isWholeName } from './name.ts'
import { isLikely } from './shape.ts'

/** Names looked for in one text, the writer's among the first however many people his letter lists. */
const KNOWN_MAX = 200

/**
 * As long in UTF-16 units as the text given: what the general rules find, names in a greeting at the beginning, and the
 * names `known`, wherever they stand and though their letters stand apart.
 */
export function coverTold(text: string, known: readonly string[]): string {
  const { text: masked, found } = mask(text)
  const named = found.filter(({ kind }) => kind === 'name').map(({ start, end }) => text.slice(start, end))
  const greeted = greetedIn(text)
  const names = [...new Set([...greeted, ...named, ...known.filter(isName).slice(0, KNOWN_MAX)])]
  // The longer first: 欧阳修文 is covered before 欧阳修.
  return names.toSorted((a, b) => b.length - a.length).reduce(coverName, masked)
}

/** Names that stand in the clear text and are covered in the masked one, in their order. */
export function namesCovered(clear: string, masked: string): string[] {
  const names: string[] = []
  for (const { index, 0: stars } of masked.matchAll(/[*]+/g)) {
    const end = index + stars.length
    if (figures.test(clear.slice(index, end))) continue
    const double = clear.slice(Math.max(0, index - 2), end)
    const name = familyUnits(double) === 2 ? double : clear.slice(Math.max(0, index - 1), end)
    if (isName(name)) names.push(name)
  }
  return [...new Set(names)]
}

/** A covered door is a number in words: 五号楼. */
const figures = /^[零〇一二三四五六七八九十百千]+$/
const han = /^[\p{Script=Han}][\p{Script=Han}·•・]{1,14}$/u
const latin = /^[A-Za-z]+(?:[ .'-]+[A-Za-z]+){1,4}$/

/** Four letters are a name; more are, where they are written as those of other peoples or languages are. */
const isName = (name: string): boolean =>
  latin.test(name) || (han.test(name) && (name.length <= 4 || /[·•・]/.test(name)) && !isPlainWord(name))

const special = /[.*+?^${}()|[\]\\]/g

/** 张 伟 is 张伟: letters apart are the same name. */
function coverName(text: string, name: string): string {
  const letters = name.replace(/\s+/g, '').split('')
  const apart = letters.map((letter) => letter.replace(special, '\\$&')).join('[\\s\u200b]{0,2}')
  const kept = familyUnits(name)
  return text.replace(new RegExp(apart, 'g'), (place) => {
    let shown = 0
    return place.replace(/[^\s\u200b]/g, (letter) => (shown++ < kept ? letter : '*'))
  })
}

const greeting = /(?:^|\n)[ \t\u3000]*((?:尊敬|敬爱|亲爱)的\s?)?/g
const title = '(?:先生|女士|同志|老师|师傅|大姐|大哥|大妈|大爷|阿姨|叔叔|网友|朋友)'
/** Behind the name of whom a letter greets. */
const afterGreeted = new RegExp(`^(?:${title}|[您你]好|[：:，,！!])`)
/** The same without 尊敬的: a word before a colon is more often a heading. */
const afterName = new RegExp(`^(?:${title}[：:，,！!您你\\s]|[：:，,！!\\s]{0,2}[您你])`)

function greetedIn(text: string): string[] {
  const names: string[] = []
  for (const { index, 0: before, 1: words } of text.matchAll(greeting)) {
    const at = index + before.length
    for (const units of [4, 3, 2]) {
      const name = text.slice(at, at + units)
      if (name.length < units || !han.test(name) || !isWholeName(name)) continue
      const after = words === undefined ? afterName : afterGreeted
      if (!after.test(text.slice(at + units)) || (words === undefined && !isLikely(text, at, units))) continue
      names.push(name)
      break
    }
  }
  return names
}
