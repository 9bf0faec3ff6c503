// Rules about libraries: exactly pinned, named in README with a reason, and under a licence that we may ship.
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './source.ts'

export type Manifest = {
  path: string
  name?: string
  license?: unknown
  licenses?: unknown
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** Licences that let us ship without conditions beyond naming the authors; weaker copyleft only with its reason. */
const allowedLicences: Record<string, string> = {
  MIT: 'permissive',
  'MIT-0': 'permissive',
  ISC: 'permissive',
  'BSD-2-Clause': 'permissive',
  'BSD-3-Clause': 'permissive',
  'Apache-2.0': 'permissive, our own',
  '0BSD': 'permissive',
  'BlueOak-1.0.0': 'permissive',
  'CC0-1.0': 'public domain',
  'Python-2.0': 'permissive (argparse)',
  Unlicense: 'public domain',
}

/** Packages whose manifest says nothing or says it in another way; read by a person. */
const readByHand: Record<string, string> = {}

/** The page's libraries are built into it, so they are shipped although they are dev dependencies. */
const shippedDevPackages = ['services/console']
const notShipped = /^(@types\/|vite$|@vitejs\/|typescript$)/

export function readManifests(): Manifest[] {
  const paths = ['package.json', ...globSync('{packages/*,services/*,infra,test}/package.json', { cwd: projectRoot })]
  return paths.sort().map((path) => ({ path, ...JSON.parse(readFileSync(join(projectRoot, path), 'utf8')) }))
}

/** Every library that a manifest names, once. */
export function libraryNames(manifests: Manifest[]): string[] {
  const all = manifests.flatMap((manifest) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
  return [...new Set(all)].filter((name) => !name.startsWith('@huiying/')).sort()
}

/** Versions that are not one exact version. */
export function findLooseVersions(manifests: Manifest[]): string[] {
  return manifests.flatMap((manifest) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${manifest.path} ${name} ${version}`),
  )
}

/** Libraries without a row of their own in README's table: `| name | reason |`. */
export function findUnnamedLibraries(names: string[], readme: string): string[] {
  const rows = readme.split('\n').filter((line) => line.startsWith('|'))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  return names.filter(
    (name) => !cells.some(([, libraries, reason]) => libraries?.includes(`\`${name}\``) && (reason?.length ?? 0) > 10),
  )
}

/** Whether an SPDX expression is satisfied by the allowed list. */
export function isAllowedLicence(expression: string): boolean {
  const bare = expression.replace(/^\(|\)$/g, '')
  if (/ OR /.test(bare)) return bare.split(' OR ').some(isAllowedLicence)
  if (/ AND /.test(bare)) return bare.split(' AND ').every(isAllowedLicence)
  return Object.hasOwn(allowedLicences, bare.trim())
}

/** Run-time libraries, with all that they bring, whose licence is not on the list. */
export function findForeignLicences(manifests: Manifest[]): { checked: number; found: string[] } {
  const seen = new Map<string, string>()
  for (const manifest of manifests) {
    const folder = join(projectRoot, dirname(manifest.path))
    const shipsDev = shippedDevPackages.includes(dirname(manifest.path))
    const dev = shipsDev ? Object.keys(manifest.devDependencies ?? {}).filter((name) => !notShipped.test(name)) : []
    if (manifest.path === 'test/package.json') continue
    for (const name of [...Object.keys(manifest.dependencies ?? {}), ...dev]) visitPackage(name, folder, seen)
  }
  const found = [...seen].filter(([name, licence]) => !isAllowedLicence(licence) && !Object.hasOwn(readByHand, name))
  return { checked: seen.size, found: found.map(([name, licence]) => `${name}: ${licence}`) }
}

function visitPackage(name: string, from: string, seen: Map<string, string>): void {
  if (name.startsWith('@huiying/')) return
  const folder = folderOf(name, from)
  if (!folder) return
  const manifest: Manifest & { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const key = `${name}@${manifest.version}`
  if (seen.has(key)) return
  seen.set(key, licenceOf(manifest))
  const inner = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
  for (const child of inner) visitPackage(child, folder, seen)
}

/** Looks where Node looks: in each node_modules on the way up from the real folder. */
function folderOf(name: string, from: string): string | null {
  for (let folder = realpathSync(from); folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
  }
  return null // an optional dependency of another platform
}

function licenceOf({ license, licenses }: Manifest): string {
  if (typeof license === 'string') return license
  const list = Array.isArray(licenses) ? licenses : [license ?? licenses]
  const names = list.map((entry: { type?: string } | string | undefined) =>
    typeof entry === 'string' ? entry : entry?.type,
  )
  return names.join(' OR ')
}
