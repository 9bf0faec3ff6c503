// Every test that may be skipped when CI=true, by its full name, each with the reason. Any other skip fails the run.

export const skips: { test: string; reason: string }[] = []
