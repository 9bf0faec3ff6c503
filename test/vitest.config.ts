// How the tests run: every *.test.ts beside its code, and the whole-program suites under test/.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{packages,services,infra,test}/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
