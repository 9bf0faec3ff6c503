// How the tests run: every *.test.ts beside its code and the suites under test/; long runs and pictures are asked for.
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'
import { longestFirst } from './sequence.ts'

/** Suites named after an engine run on the real one, which a stage of its own starts and names here. */
const started = (process.env.ENGINES ?? '').split(' ')
/** A whole program's test takes seconds, at a load of 12 more than 30; with engines on disks still more. */
const LIMIT_MS = 120_000
const engines = ['kafka', 'elasticsearch', 'postgres']
const isLong = process.env.CHAOS === 'true' || process.env.SOAK === 'true'
const absent = engines.filter((name) => !started.includes(name))

export default defineConfig({
  test: {
    root: dirname(import.meta.dirname),
    include: ['{packages,services,infra,test}/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      ...(process.env.SOAK === 'true' ? [] : ['test/soak/**']),
      ...(process.env.SCREENS === 'true' ? [] : ['test/photo/**']),
      ...(absent.length === 0 ? [] : ['test/scale/**']),
      ...(process.env.CHAOS === 'true' ? [] : ['test/chaos/**']),
      ...absent.flatMap((name) => [`**/*${name}.test.ts`, `test/${name}/**`]),
    ],
    globalSetup: ['test/folder-setup.ts', 'test/engine-setup.ts'],
    // Each of the chaos suites starts all engines and a dozen processes: one after the other, and so the long runs.
    maxWorkers: isLong ? 1 : 2,
    // A worker takes one file after the other and loads what they share once: a third of all seconds went into that.
    // Where engines stop and start again, each file begins anew.
    isolate: isLong || absent.length < engines.length,
    sequence: { sequencer: longestFirst },
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
  },
})
