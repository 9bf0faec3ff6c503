// The built page, read whole at start: what this program serves stays as it was when another build takes its place.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { FastifyInstance } from 'fastify'

export interface PageFile {
  /** As it stands in an address: `/assets/index-BloEiSy3.css`. */
  path: string
  bytes: Buffer
  type: string
}

/** `html`: what every address of a screen is answered with; null where nothing has been built. */
export interface BuiltPage {
  html: string | null
  files: PageFile[]
}

const PAGE = 'index.html'
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export function readPage(folder: string): BuiltPage {
  if (!existsSync(join(folder, PAGE))) return { html: null, files: [] }
  const found = readdirSync(folder, { withFileTypes: true, recursive: true })
  // What begins with a dot is ours: from which sources the page was built.
  const names = found.filter((one) => one.isFile() && one.name !== PAGE && !one.name.startsWith('.'))
  const files = names.map(({ parentPath, name }) => {
    const file = join(parentPath, name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    return { path, bytes: readFileSync(file), type: types[extname(name)] ?? 'application/octet-stream' }
  })
  return { html: readFileSync(join(folder, PAGE), 'utf8'), files }
}

/** A file under assets/ has its content's hash in its name and never changes; the others may with the next version. */
export function addPageFiles(app: FastifyInstance, files: PageFile[]): void {
  for (const { path, bytes, type } of files) {
    const keep = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', keep).send(bytes),
    )
  }
}
