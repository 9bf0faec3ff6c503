// How the tests run: every *.test.ts beside its code and the suites under test/; long runs need SOAK=true.
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: dirname(import.meta.dirname),
    include: ['{packages,services,infra,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(process.env.SOAK === 'true' ? [] : ['test/soak/**'])],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
