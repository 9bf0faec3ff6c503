// The rules of the house that look at one file at a time; test/tidy.test.ts runs them over every file of ours.
import { habitRules } from './habits.ts'
import { importRules } from './imports.ts'
import { nameRules } from './names.ts'
import { shapeRules } from './shape.ts'
import type { Finding, Source } from './source.ts'

export type Rule = { name: string; find: (source: Source) => Finding[] }

export const fileRules: Rule[] = [...shapeRules, ...nameRules, ...habitRules, ...importRules]
