// How the bootstrap talks: one line a step with its seconds, on stderr, so that stdout stays for results.

/** Writes one line for a person. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Stops with what happened, what was kept and what to do next. The caller decides when; no stack is shown. */
export function giveUp(happened, next) {
  say(`\n✗ ${happened}`)
  for (const line of [next].flat()) say(`  ${line}`)
  process.exit(1)
}

/** Seconds since `startMs`, as people read them: "3.4 s". */
export function secondsSince(startMs) {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`
}
