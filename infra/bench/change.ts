// The frames of a live screen that name changed cases, as a bench listens to them.

/** Tells the case ids of each `change` frame, in the order in which they come, until the reader is cancelled. */
export async function hearChanges(
  reader: ReadableStreamDefaultReader<string>,
  onChange: (cases: string[]) => void,
): Promise<void> {
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += value
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, data] = /event: change\ndata: (.*)/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (data !== undefined) onChange((JSON.parse(data) as { cases: string[] }).cases)
    }
  }
}
