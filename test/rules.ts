// The alert rules as tests read them, and the metrics of the process itself that they may rest on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectRoot } from './tidy/source.ts'

export interface AlertRule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string }
}

/** prom-client says these of every process; that ours do is a test of alone.test.ts. */
export const ofEveryProcess = ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']

export function readRules(): AlertRule[] {
  const file = parse(readFileSync(join(projectRoot, 'infra', 'alerts', 'huiying.yaml'), 'utf8')) as {
    groups: { rules: AlertRule[] }[]
  }
  return file.groups.flatMap((group) => group.rules)
}

/** Metric names in an expression, without the endings that a histogram's series have. */
export const metricsIn = (expr: string): string[] =>
  [...expr.matchAll(/\b(?:huiying|nodejs|process)_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))

/** Names in an answer of /metrics with at least one value, without the endings of a histogram. */
export function namesIn(exposition: string): Set<string> {
  const samples = exposition.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Set(samples.map((line) => /^\w+/.exec(line)![0].replace(/_(bucket|sum|count)$/, '')))
}
