// Starts the real engines that ENGINES names once for a run of tests, and ends them after it.
import { startPostgres } from '@huiying/infra/engines/postgres'

export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!(process.env.ENGINES ?? '').split(' ').includes('postgres')) return undefined
  const engine = await startPostgres({ say: (line) => console.log(line), durable: false })
  process.env.POSTGRES_URL = engine.url
  return () => engine.stop()
}
