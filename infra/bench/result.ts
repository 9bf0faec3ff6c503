// What a bench answers: a figure beside a raw limit of the same run, and the medians of both.
import { cpus } from 'node:os'

export interface Sample {
  value: number
  raw: number
}

export interface BenchResult {
  bench: string
  value: number
  unit: string
  raw: number
  ratio: number
  n: number
  distinct: number
  bytes: number
  threads: number
  durability: string
  seed: number
  node: string
  cpu: string
  runs: Sample[]
  parts?: Record<string, unknown>
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The part every result shares; `ratio` is value ÷ raw of the medians. */
export function resultOf(
  facts: Omit<BenchResult, 'value' | 'raw' | 'ratio' | 'node' | 'cpu' | 'runs'>,
  runs: Sample[],
): BenchResult {
  const value = median(runs.map((run) => run.value))
  const raw = median(runs.map((run) => run.raw))
  const cpu = cpus()[0]?.model ?? 'unknown'
  return { ...facts, value, raw, ratio: value / raw, node: process.version, cpu, runs }
}
