// `huiying drill`: plays a scenario fast and holds what fires against the frozen plan.
import { runDrill } from '../drill.ts'

export const run = (args: string[]): Promise<number> => runDrill(args)
