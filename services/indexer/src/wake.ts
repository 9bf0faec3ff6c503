// One step at a time, however many ask for it.

/**
 * Who asks while a step runs has it run once more, and shares its outcome. A failure is told to each who asked and to
 * nobody else: one that nobody waits for would end the thread.
 */
export function openWake(step: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const run = async () => {
    do {
      again = false
      await step()
    } while (again)
  }
  return () => {
    again = true
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
}
