// Reads the project's own source files and parses each one, for the rules of the tidy test.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ParseResult, parseSync } from 'vite'

export type Node = { type: string; start: number; end: number; [field: string]: unknown }
export type Comment = { value: string; start: number; end: number }
export type Finding = { line: number; what: string }

export type Source = {
  /** From the project's root, with forward slashes. */
  path: string
  text: string
  lines: string[]
  program: Node
  comments: Comment[]
  module: ParseResult['module']
  isTest: boolean
}

export const projectRoot = dirname(dirname(import.meta.dirname))
const folders = '{packages,services,infra,test}'
const notOurs = ['**/node_modules/**', '**/dist/**']

/** Parses one file; a syntax error is thrown with its path. */
export function parseSource(path: string, text: string): Source {
  const { program, comments, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  return {
    path,
    text,
    lines: text.split('\n'),
    program: program as unknown as Node,
    comments,
    module,
    isTest: /\.test\.tsx?$/.test(path) || path.startsWith('test/'),
  }
}

/** Every TypeScript and bootstrap file of ours, sorted by path. */
export function readSources(): Source[] {
  const paths = globSync(`${folders}/**/*.{ts,tsx,mjs}`, { cwd: projectRoot, exclude: notOurs })
  return paths.sort().map((path) => parseSource(path, readFileSync(join(projectRoot, path), 'utf8')))
}

/** Calls `visit` for every node, parents first. */
export function walk(node: Node, visit: (node: Node, parents: Node[]) => void, parents: Node[] = []): void {
  visit(node, parents)
  const inner = [...parents, node]
  for (const child of childrenOf(node)) walk(child, visit, inner)
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The line (from 1) on which an offset lies. */
export function lineAt(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length
}

/** All nodes for which `test` holds, as findings that say `what`. */
export function findNodes(source: Source, what: string, test: (node: Node, parents: Node[]) => boolean): Finding[] {
  const found: Finding[] = []
  walk(source.program, (node, parents) => {
    if (test(node, parents)) found.push({ line: lineAt(source, node.start), what })
  })
  return found
}

/** The dotted name of an expression such as `process.env`, or null. */
export function dottedName(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return String(node.name)
  if (node.type !== 'MemberExpression' || node.computed) return null
  const object = dottedName(node.object)
  return object && `${object}.${dottedName(node.property)}`
}
