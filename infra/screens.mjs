// `npm run screens`: photographs every screen in every state at two sizes into var/screens, for a person to look at.
import { ensureInstalled } from './install.mjs'
import { runPinned } from './run.mjs'
import { ensureWebPage } from './web.mjs'

await ensureInstalled()
ensureWebPage()
runPinned('infra/stages.ts', ['screens', ...process.argv.slice(2)])
