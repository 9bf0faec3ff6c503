// The built page as the program serves it: whole from memory, whatever becomes of the folder it was read from.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPageFiles, readPage } from './page-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'huiying-page-'))
const app = fastify()
const get = async (url: string) => {
  const { statusCode, headers, body } = await app.inject({ url })
  return [statusCode, headers['content-type'], headers['cache-control'], body]
}

beforeAll(() => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<p>页</p>')
  writeFileSync(join(folder, '.built-from'), 'hash')
  writeFileSync(join(folder, 'unit.css'), 'body{}')
  writeFileSync(join(folder, 'assets', 'index-Ab12.js'), 'run()')
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a page that was read', () => {
  test('goes on as it was when another build has taken its place', async () => {
    const { html, files } = readPage(folder)
    addPageFiles(app, files)
    // What an update does to it while the program runs.
    rmSync(folder, { recursive: true })
    expect(html).toBe('<p>页</p>')
    const script = [200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', 'run()']
    expect(await get('/assets/index-Ab12.js')).toEqual(script)
    expect(await get('/unit.css')).toEqual([200, 'text/css; charset=utf-8', 'public, max-age=3600', 'body{}'])
  })

  test('has no files but those, and none that begin with a dot', async () => {
    const codes = await Promise.all(['/.built-from', '/index.html', '/assets/../server.ts'].map(get))
    expect(codes.map(([code]) => code)).toEqual([404, 404, 404])
  })

  test('is none where nothing was built', () => {
    expect(readPage(join(folder, 'none'))).toEqual({ html: null, files: [] })
  })
})
