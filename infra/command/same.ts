// `huiying same`: whether two texts tell of the same happening, with the score it rests on.
import { compareTexts } from '@huiying/text/same'
import { readId, readText, readTime } from '../field.ts'
import { answerLines, type Streams } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  return answerLines(streams, async (line) => {
    const at = readRoughTime(line, 'at')
    const bt = readRoughTime(line, 'bt')
    const times = { ...(at === undefined ? {} : { at }), ...(bt === undefined ? {} : { bt }) }
    const { same, score } = await compareTexts(readText(line, 'a'), readText(line, 'b'), times)
    return { id: readId(line), same, score }
  })
}

/**
 * How far apart two texts are is only a hint: a day, or a Beijing time without offset, says it well enough, and what a
 * list writes behind it (the platform) is passed over.
 */
const rough = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?(?=\s|$)/

function readRoughTime(line: { [field: string]: unknown }, name: string): number | undefined {
  const value = line[name]
  const parts = typeof value === 'string' ? rough.exec(value.trim()) : null
  if (parts === null) return readTime(line, name)
  const [year, month, day, hour = '0', minute = '0', second = '0'] = parts.slice(1)
  const two = (part: string | undefined) => String(part).padStart(2, '0')
  const iso = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}+08:00`
  return readTime({ [name]: iso }, name)
}
