// Rules that need the whole tree at once: files nobody needs, exports nobody uses, and what may stand at the top.
import { importsOf, resolveImport } from './imports.ts'
import { type Node, type Source, walk } from './source.ts'

/** Where reading begins: what a person, a tool or a test runner starts by its path. */
const entryFiles = [
  /^infra\/([^/]+\.mjs|(all|stages|cli)\.ts)$/,
  /^services\/([^/]+\/src\/main\.ts|console\/web\/src\/main\.tsx)$/,
  /^(packages\/text\/src\/train\/(train|same|reply)|test\/(engine|folder)-setup)\.ts$/,
  /(\.test\.tsx?|vite(st)?\.config\.ts|\.d\.ts)$/,
]

export const topLevel = [
  ...['services', 'packages', 'infra', 'test', 'package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'],
  ...['tsconfig.base.json', 'README.md', 'LICENSE', 'CHANGELOG.md', '.biome.json', '.ci', '.gitignore'],
]

/** Files that no entry reaches by imports. */
export function findDeadFiles(sources: Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const alive = new Set<string>()
  const wanted = [...byPath.keys()].filter(isEntry)
  while (wanted.length > 0) {
    const path = wanted.pop() ?? ''
    const source = byPath.get(path)
    if (!source || alive.has(path)) continue
    alive.add(path)
    for (const { from } of importsOf(source)) {
      const target = resolveImport(source, from)
      if (target) wanted.push(target, `${target}.ts`, `${target}.tsx`)
    }
  }
  return [...byPath.keys()].filter((path) => !alive.has(path))
}

function isEntry(path: string): boolean {
  return entryFiles.some((pattern) => pattern.test(path))
}

/** Files that need one another as they are read, each circle named once by the file that closes it; types may. */
export function findCircles(sources: Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (source: Source, way: string[]) => {
    const begins = way.indexOf(source.path)
    if (begins >= 0) circles.push([...way.slice(begins), source.path].join(' → '))
    if (begins >= 0 || done.has(source.path)) return
    for (const { from, isTypeOnly, isStatic } of importsOf(source)) {
      const target = isStatic && !isTypeOnly ? byPath.get(resolveImport(source, from) ?? '') : undefined
      if (target !== undefined) visit(target, [...way, source.path])
    }
    done.add(source.path)
  }
  for (const source of sources) visit(source, [])
  return circles
}

/** Exported functions and values that no other file names; types may be exported for the reader's sake. */
export function findUnusedExports(sources: Source[]): string[] {
  const used = new Map<string, Set<string>>()
  const wholes = new Set<string>()
  for (const source of sources) {
    for (const { moduleRequest, entries } of source.module.staticImports) {
      const target = resolveImport(source, moduleRequest.value)
      for (const { importName } of target ? entries : []) {
        if (importName.kind !== 'Name') wholes.add(target ?? '')
        else used.set(target ?? '', (used.get(target ?? '') ?? new Set()).add(importName.name ?? ''))
      }
    }
    const statics = new Set(source.module.staticImports.map(({ moduleRequest }) => moduleRequest.value))
    for (const { from } of importsOf(source)) {
      const target = resolveImport(source, from)
      if (target && !statics.has(from)) wholes.add(target)
    }
  }
  return sources.flatMap((source) => {
    const isOpen = wholes.has(source.path) || isEntry(source.path)
    const names = isOpen ? [] : exportedValues(source)
    return names.filter((name) => !used.get(source.path)?.has(name)).map((name) => `${source.path} ${name}`)
  })
}

function exportedValues(source: Source): string[] {
  return source.module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType, exportName }) => !isType && exportName.kind === 'Name')
    .map(({ exportName }) => exportName.name ?? '')
}

/** Strings and words of the program that a person may read: literals, JSX text and template parts. */
export function textsOf(source: Source): string[] {
  const found: string[] = []
  walk(source.program, (node: Node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value)
    if (node.type === 'JSXText') found.push(String(node.value))
    if (node.type === 'TemplateElement') found.push((node.value as { raw: string }).raw)
  })
  return found
}
