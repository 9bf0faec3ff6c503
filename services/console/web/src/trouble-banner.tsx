// What is wrong with the program itself, above the queue: failed mail, silent source, late scheduler, stale index.
import { go } from './place.ts'
import { useStatus } from './reading.ts'

export function TroubleBanner() {
  const status = useStatus()
  const lines = status.data?.lines.filter((line) => line.mend !== null && line.state !== '正常') ?? []
  const worst = lines.find((line) => line.state === '异常') ?? lines[0]
  if (worst === undefined) return null
  return (
    <button
      type="button"
      className={worst.state === '异常' ? 'trouble bad' : 'trouble'}
      title={lines.map((line) => `${line.part}：${line.what}。${line.mend}`).join('\n')}
      onClick={() => go('/status')}
    >
      <b>
        {worst.state === '异常' ? '✕' : '▲'} {worst.part}
      </b>{' '}
      {worst.what}。{worst.mend}
      {lines.length > 1 ? `（还有 ${lines.length - 1} 项）` : ''}
    </button>
  )
}
