// `npm start`: installs if needed, builds the page if needed, then runs every service in one process.
import { ensureInstalled } from './install.mjs'
import { runPinned } from './run.mjs'
import { ensureWebPage } from './web.mjs'

await ensureInstalled()
ensureWebPage()
runPinned('infra/all.ts', process.argv.slice(2))
