// The order of test files within a stage: those that take a minute or more first, so that none of them ends alone.
import { dirname, relative } from 'node:path'
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification, type Vitest } from 'vitest/node'

const root = dirname(import.meta.dirname)
const longest = [
  'test/kill.test.ts',
  'test/browser/screen.test.ts',
  'test/engines/outage.kafka.test.ts',
  'test/engines/outage.elasticsearch.test.ts',
  'test/acceptance.test.ts',
  'test/decision.test.ts',
]

/** Vitest calls it with `new`; the rest of its own order stands. */
function sequence(vitest: Vitest) {
  const own = new BaseSequencer(vitest)
  const isLong = (file: TestSpecification) => longest.includes(relative(root, file.moduleId))
  return {
    shard: (files: TestSpecification[]) => own.shard(files),
    async sort(files: TestSpecification[]) {
      const sorted = await own.sort(files)
      return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
    },
  }
}

export const longestFirst = sequence as unknown as TestSequencerConstructor
