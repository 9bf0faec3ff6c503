// Reads an .xlsx back for tests, with a zip reader that is not the one that wrote it.
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { fromBuffer, type ZipFile } from 'yauzl'

/** The files of a zip by path, as text. */
export async function readZip(bytes: Buffer): Promise<Map<string, string>> {
  const open = promisify<Buffer, { lazyEntries: true }, ZipFile>(fromBuffer)
  const zip = await open(bytes, { lazyEntries: true })
  const files = new Map<string, string>()
  const done = new Promise<void>((resolve, reject) => {
    zip.on('end', resolve)
    zip.on('error', reject)
    zip.on('entry', (entry: { fileName: string }) => {
      zip.openReadStream(entry as Parameters<ZipFile['openReadStream']>[0], (error, stream) => {
        if (error !== null || stream === undefined) return reject(error)
        text(stream).then((content) => {
          files.set(entry.fileName, content)
          zip.readEntry()
        }, reject)
      })
    })
  })
  zip.readEntry()
  await done
  return files
}

/** Rows of the first sheet: text as shown, numbers as stored. */
export async function readSheet(bytes: Buffer): Promise<{ xml: string; rows: (string | number | null)[][] }> {
  const xml = (await readZip(bytes)).get('xl/worksheets/sheet1.xml') ?? ''
  const rows = [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: (string | number | null)[] = []
    for (const [, column = '', inline, value] of row.matchAll(
      /<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>/gs,
    )) {
      const at = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      cells[at] = value === undefined ? unescapeXml(inline ?? '') : Number(value)
    }
    return Array.from(cells, (cell) => cell ?? null)
  })
  return { xml, rows }
}

const unescapeXml = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
