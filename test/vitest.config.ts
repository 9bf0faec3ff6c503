// How the tests run: every *.test.ts beside its code, and the whole-program suites under test/. Long runs need SOAK=true.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{packages,services,infra,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(process.env.SOAK === 'true' ? [] : ['test/soak/**'])],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
