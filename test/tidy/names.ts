// Rules about names: banned words, and one noun per thing as README fixes them.
import type { Rule } from './rules.ts'
import { type Finding, lineAt, type Node, type Source, walk } from './source.ts'

const bannedWords = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'managers', 'misc'])
const bannedWholes = new Set(['common', 'commons', 'shared', 'stuff', 'things'])

/** Words that people also use for a thing, and the one we use. */
const otherNouns: Record<string, string> = {
  ticket: 'case',
  dossier: 'case',
  workorder: 'assignment',
  notification: 'alert or delivery',
  department: 'unit',
  agency: 'unit',
  liaison: 'contact',
  newsitem: 'item',
}

/** "event" is software's word (streams, listeners); a happening that people talk about is a case. */
const softwareWords =
  /^events?$|^event(source|target|emitter|stream|type|name|listener)|(stream|sse|server|listener)events?/i

type Name = { name: string; line: number; kind: 'type' | 'value' }

export const nameRules: Rule[] = [
  { name: 'no banned names', find: findBannedNames },
  { name: 'one noun per thing', find: findOtherNouns },
]

function findBannedNames(source: Source): Finding[] {
  const base = source.path.split('/').at(-1)?.replace(/\..*$/, '') ?? ''
  const file = isBanned(base) ? [{ line: 1, what: `the file name ${base} says nothing` }] : []
  const names = declaredNames(source).flatMap(({ name, line, kind }) => {
    const isPrefixed = kind === 'type' && /^I[A-Z][a-z]/.test(name)
    return isBanned(name) || isPrefixed || /[a-z]Impl$/.test(name) ? [{ line, what: `the name ${name}` }] : []
  })
  return [...file, ...names]
}

function isBanned(name: string): boolean {
  return bannedWholes.has(name.toLowerCase()) || wordsOf(name).some((word) => bannedWords.has(word))
}

function findOtherNouns(source: Source): Finding[] {
  return declaredNames(source).flatMap(({ name, line }) => {
    const words = wordsOf(name)
    const other = words.find((word) => Object.hasOwn(otherNouns, word.replace(/s$/, '')))
    if (other) return [{ line, what: `${name}: say ${otherNouns[other.replace(/s$/, '')]}` }]
    const isHappening = words.some((word) => word === 'event' || word === 'events')
    if (isHappening && !isWebPage(source.path) && !softwareWords.test(name))
      return [{ line, what: `${name}: say case` }]
    return /incidentCase|caseIncident/i.test(name) ? [{ line, what: `${name}: say case` }] : []
  })
}

/** In a browser an event is what a person does with the mouse. */
function isWebPage(path: string): boolean {
  return path.startsWith('services/console/web/')
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase())
}

/** Names that we chose: variables, functions, types, parameters, fields of types; not what libraries call their own. */
function declaredNames(source: Source): Name[] {
  const found: Name[] = []
  const take = (node: unknown, kind: 'type' | 'value') => {
    const id = node as Node | null
    if (id?.type === 'Identifier') found.push({ name: String(id.name), line: lineAt(source, id.start), kind })
  }
  walk(source.program, (node) => {
    if (/^(VariableDeclarator|FunctionDeclaration|ClassDeclaration)$/.test(node.type)) take(node.id, 'value')
    if (/^TS(InterfaceDeclaration|TypeAliasDeclaration)$/.test(node.type)) take(node.id, 'type')
    if (node.type === 'TSPropertySignature') take(node.key, 'value')
    if (Array.isArray(node.params)) for (const param of node.params) take(param, 'value')
  })
  return found
}
