// `npm test`: installs if needed, builds the page if needed, then runs the stages of infra/stages.ts.
import { ensureInstalled } from './install.mjs'
import { runPinned } from './run.mjs'
import { ensureWebPage } from './web.mjs'

await ensureInstalled()
ensureWebPage()
runPinned('infra/stages.ts', ['test', ...process.argv.slice(2)])
