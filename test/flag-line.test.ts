// No code that a reader sets reaches a person as a code.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { flagLine } from '@huiying/domain/flag-line'
import { expect, test } from 'vitest'
import { projectRoot } from './tidy/source.ts'

const services = join(projectRoot, 'services')

/** Codes as they stand in arrays of flags: in what the ugly files must give, and in the readers themselves. */
function codesOfReaders(): string[] {
  const files = globSync(['collector/ugly/**/*.json', 'collector/src/*.ts'], { cwd: services })
  const texts = files
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(services, file), 'utf8'))
  const lists = texts.flatMap((text) =>
    [...text.matchAll(/flags"?(?:: |\.add\(|\.push\()[^;\n]*/g)].map(([list]) => list),
  )
  return [...new Set(lists.flatMap((list) => list.match(/(?<=['"])(?:unreadable|[a-z]+(-[a-z]+)+)(?=['"])/g) ?? []))]
}

test('every code that a reader sets is told in words', () => {
  const codes = codesOfReaders()
  expect(codes.length).toBeGreaterThan(15)
  expect(codes).toContain('unreadable')
  expect(codes.filter((code) => flagLine([code]).includes(code))).toEqual([])
})

test('what is for the machine alone is left out, what a person wrote stands as it is', () => {
  const reply = ['delivery-reply', 'reply-to:delivery_1', 'from-addressee', 'signs', 'files:2']
  expect(flagLine(reply)).toEqual(['对督办邮件的回复'])
  expect(flagLine(['人工录入：wang'])).toEqual(['人工录入：wang'])
  expect(flagLine(['answer-reply:YQ-2026-0001'])).toEqual(['对 YQ-2026-0001 回信的回复'])
  expect(flagLine(['answer-reply'])).toEqual(['对回信的回复'])
})
