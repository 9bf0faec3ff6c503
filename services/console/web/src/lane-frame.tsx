// The frame of a list in lanes: the lanes with their counts, what is filtered, what failed, and the list or its place.
import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { RefusedError, wordsOf } from './api.ts'
import { Unread } from './unread.tsx'

interface LanesProps<Name extends string> {
  /** Read out before the lanes. */
  label: string
  names: readonly Name[]
  chosen: string
  /** null: nothing was read yet. */
  counts: { [name in Name]?: number } | null
  /** Nor will it be: what was asked for was not to be had. */
  failed: boolean
  /** What stands in a lane, where its name alone does not say it. */
  hints: { [name in Name]?: string }
  onChoose(name: Name): void
}

export function Lanes<Name extends string>({
  label,
  names,
  chosen,
  counts,
  failed,
  hints,
  onChoose,
}: LanesProps<Name>) {
  return (
    <div role="tablist" aria-label={label} className="tabs">
      {names.map((name) => (
        <button
          type="button"
          role="tab"
          key={name}
          title={hints[name]}
          aria-selected={chosen === name}
          className={name === '超时' && (counts?.[name] ?? 0) > 0 ? 'tab over' : 'tab'}
          onClick={() => onChoose(name)}
        >
          {name}{' '}
          <b>
            <i>{counts?.[name] ?? (failed ? '—' : '…')}</i>
          </b>
        </button>
      ))}
    </div>
  )
}

interface FrameProps {
  /** What is listed, e.g. 来信. */
  what: string
  bar: ReactNode
  /** Between the bar and the list. */
  notices?: ReactNode
  reading: { data: unknown; error: Error | null; isPending: boolean; refetch(): unknown }
  /** Stands there until something was read. */
  waiting: ReactNode
  /** Stands there whatever became of the reading: a list with one of its own. */
  instead?: ReactNode
  children: ReactNode
}

/** Who may not see the list sees no bar: nothing in it can be pressed. */
export function LaneFrame({ what, bar, notices, reading, waiting, instead, children }: FrameProps) {
  const { data, error, isPending, refetch } = reading
  const refused = error instanceof RefusedError && error.status === 403
  return (
    <div className="queue">
      <h1 className="unseen">{what}</h1>
      {!refused && <div className="lanes">{bar}</div>}
      {notices}
      {error !== null && data !== undefined && (
        <Alert type="error" banner message={wordsOf(error)} action={<Button onClick={() => refetch()}>重试</Button>} />
      )}
      {instead ??
        (isPending ? waiting : data === undefined ? <Unread what={what} error={error} onRetry={refetch} /> : children)}
    </div>
  )
}
