// Rules about the shape of a file: its first sentence, its length, the length of its functions and lines.

import type { Rule } from './rules.ts'
import { childrenOf, type Finding, findNodes, lineAt, type Node, type Source, walk } from './source.ts'

const lineColumnsMax = 120
const fileLinesMax = 300
const testFileLinesMax = 500
const functionLinesMax = 70
const serviceMainLinesMax = 40
const firstSentenceLengthMin = 15

export const shapeRules: Rule[] = [
  { name: 'a file begins with a sentence saying what it is for', find: findMissingSentence },
  { name: `a line has at most ${lineColumnsMax} columns`, find: findLongLines },
  { name: `a file has at most ${fileLinesMax} lines, a test ${testFileLinesMax}`, find: findLongFile },
  { name: `a function has at most ${functionLinesMax} lines`, find: findLongFunctions },
  { name: 'there is no default export', find: findDefaultExports },
  { name: 'there are no barrels', find: findBarrels },
  { name: 'closures instead of classes', find: findClasses },
  { name: 'no enums and no namespaces', find: findEnums },
]

function findMissingSentence(source: Source): Finding[] {
  const body = source.text.replace(/^#!.*\n/, '')
  const sentence = /^\/[/*]+\s*(.*)/.exec(body)?.[1] ?? ''
  return sentence.length >= firstSentenceLengthMin
    ? []
    : [{ line: 1, what: 'the first thing must be a comment of one sentence' }]
}

/** Dictionaries are data: a pattern cut at 120 columns would be read by nobody. */
function findLongLines({ path, lines }: Source): Finding[] {
  if (path.includes('/dictionary/')) return []
  return lines.flatMap((text, index) =>
    [...text].length > lineColumnsMax ? [{ line: index + 1, what: `${[...text].length} columns` }] : [],
  )
}

function findLongFile({ path, lines, isTest }: Source): Finding[] {
  const isMain = /^services\/[^/]+\/src\/main\.ts$/.test(path)
  const max = isMain ? serviceMainLinesMax : isTest ? testFileLinesMax : fileLinesMax
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0)
  return count > max ? [{ line: max + 1, what: `${count} lines, at most ${max}` }] : []
}

/**
 * Functions declared inside another count for themselves: closures stand where classes would. `describe` is no
 * function.
 */
function findLongFunctions(source: Source): Finding[] {
  const found: Finding[] = []
  walk(source.program, (node, parents) => {
    if (!isFunction(node) || isSuite(parents.at(-1))) return
    const lines = linesOf(source, node) - nestedDeclarationLines(source, node)
    if (lines > functionLinesMax) found.push({ line: lineAt(source, node.start), what: `a function of ${lines} lines` })
  })
  return found
}

function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

function isSuite(parent: Node | undefined): boolean {
  const callee = parent?.type === 'CallExpression' ? (parent.callee as Node) : null
  const named = callee?.type === 'CallExpression' ? (callee.callee as Node) : callee
  const name = named?.type === 'MemberExpression' ? (named.object as Node).name : named?.name
  return name === 'describe'
}

function linesOf(source: Source, node: Node): number {
  return source.text.slice(node.start, node.end).split('\n').length
}

function nestedDeclarationLines(source: Source, node: Node): number {
  return childrenOf(node).reduce((sum, child) => {
    if (child.type === 'FunctionDeclaration') return sum + linesOf(source, child)
    return sum + nestedDeclarationLines(source, child)
  }, 0)
}

/** vite and vitest ask for a default export in their configuration files; a .d.ts describes what others wrote. */
function findDefaultExports(source: Source): Finding[] {
  if (/(^|\/)(vite|vitest)\.config\.ts$|\.d\.ts$/.test(source.path)) return []
  return findNodes(source, 'name the export', ({ type }) => type === 'ExportDefaultDeclaration')
}

function findBarrels(source: Source): Finding[] {
  const named = /(^|\/)index\.tsx?$/.test(source.path)
    ? [{ line: 1, what: 'call the file by its noun, not index' }]
    : []
  return [...named, ...findNodes(source, 'import from where it is', ({ type }) => type === 'ExportAllDeclaration')]
}

/** An error needs a class to be told apart; a React error boundary has no other form. */
function findClasses(source: Source): Finding[] {
  return findNodes(source, 'write a function that returns functions', ({ type, superClass }) => {
    const parent = (superClass as Node | null) ?? null
    const name = String(parent?.name ?? (parent?.property as Node | undefined)?.name ?? '')
    return /^Class(Declaration|Expression)$/.test(type) && !/Error$|^Component$/.test(name)
  })
}

function findEnums(source: Source): Finding[] {
  return findNodes(source, 'use a union of strings', ({ type, declare }) => {
    return type === 'TSEnumDeclaration' || (type === 'TSModuleDeclaration' && !declare)
  })
}
