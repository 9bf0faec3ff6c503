// `npm run check`: types, lint, format and tidy, the things to look at before a commit.
import { ensureInstalled } from './install.mjs'
import { runPinned } from './run.mjs'

await ensureInstalled()
runPinned('infra/stages.ts', ['check', ...process.argv.slice(2)])
