// `npm run soak`: the long runs (hundreds of kills, hours of load) that are no part of `npm test`.
import { ensureInstalled } from './install.mjs'
import { runPinned } from './run.mjs'
import { ensureWebPage } from './web.mjs'

await ensureInstalled()
ensureWebPage()
runPinned('infra/stages.ts', ['soak', ...process.argv.slice(2)])
