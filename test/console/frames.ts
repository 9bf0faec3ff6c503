// Reads the live stream of the console for tests, frame by frame.

export interface Frame {
  id: number
  name: string
  data: { now?: number; cases?: string[] }
}

export function readFrames(answer: Response) {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    /** All cases named by the changes up to a seq. */
    async until(seq: number): Promise<string[]> {
      const cases: string[] = []
      for (let at = 0; at < seq; ) {
        const frame = await this.next('change')
        at = frame.id
        cases.push(...(frame.data.cases ?? []))
      }
      return cases
    },
    async next(name: string): Promise<Frame> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const lines = text.slice(0, end).split('\n')
          text = text.slice(end + 2)
          const field = (key: string) => lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2)
          if (field('event') === name) return { id: Number(field('id')), name, data: JSON.parse(field('data') ?? '{}') }
          continue
        }
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
    },
    close: () => reader.cancel(),
  }
}
