// What every real engine started here offers, whether it comes from Maven or from npm.

export interface Engine {
  /** What the program's setting (`BUS_URL`, `SEARCH_URL`, `LEDGER_URL`) takes. */
  url: string
  /** Ends the engine's own process and removes its folder. */
  stop(): Promise<void>
}

/** An engine that can be taken away and brought back on the same port with the same data, as an outage does. */
export interface RestartableEngine extends Engine {
  /** Ends the process; `kill` as a power cut does. The data stays. */
  halt(how?: 'kill'): Promise<void>
  resume(): Promise<void>
}

export interface EngineOptions {
  /** A line for whoever waits: downloading, starting, ready. */
  say(line: string): void
  /** The port to listen on; by default a free one. */
  port?: number
  /** What Java is made for: a quick start, as tests want it (nothing said), or speed once it runs, as benches do. */
  pace?: 'start' | 'run'
}

/** Java's quick compiler alone starts a server in less than half the processor's time; its best code comes later. */
export const javaFlagsOf = ({ pace = 'start' }: EngineOptions): string[] =>
  pace === 'start' ? ['-XX:TieredStopAtLevel=1'] : []

/** A login that tests of settings ask an engine for; beside it the engine gets a certificate of its own CA. */
export interface Doors {
  user: string
  password: string
}
