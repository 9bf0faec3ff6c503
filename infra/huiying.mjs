#!/usr/bin/env node
// `npx huiying …`: hands over to infra/cli.ts on the pinned Node, installing first where nothing is installed yet.
import { existsSync, realpathSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))
const compileCache = join(root, 'node_modules', '.cache', 'node')
const typescriptNodeMajor = 24
const major = Number(process.versions.node.split('.')[0])

if (major >= typescriptNodeMajor && existsSync(join(root, 'node_modules', '.modules.yaml'))) {
  module.enableCompileCache(compileCache)
  // For threads, which look here only.
  process.env.NODE_COMPILE_CACHE ??= compileCache
  const { main } = await import('./cli.ts')
  await main(process.argv.slice(2))
} else {
  const { ensureInstalled } = await import('./install.mjs')
  const { runPinned } = await import('./run.mjs')
  await ensureInstalled()
  runPinned('infra/huiying.mjs', process.argv.slice(2))
}
