// Alert rules: each rests on metrics that are really exposed, and says in Chinese what to do.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metrics } from '@huiying/runtime/metric'
import { describe, expect, it } from 'vitest'
import { metricsIn, ofEveryProcess, readRules } from './rules.ts'
import { projectRoot } from './tidy/source.ts'

const rules = readRules()

describe('alert rules', () => {
  // That the table is what the running services say, each of its own, is a test of alone.test.ts.
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s rests on what is exposed', (_name, rule) => {
    const exposed = [...Object.keys(metrics), ...ofEveryProcess]
    const named = metricsIn(rule.expr)
    expect(named.filter((name) => !exposed.includes(name))).toEqual([])
    if (named.length === 0) expect(rule.expr).toMatch(/^up\{/)
  })

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s says in Chinese what to do', (_name, rule) => {
    expect(rule.annotations.summary).toMatch(/请(立即|先|按|看|在|打开|检查|恢复)/)
    expect(['critical', 'warning']).toContain(rule.labels.severity)
  })

  it('leave out nothing that can go wrong: every gauge of ours but a count of screens or of what is on its way', () => {
    const watched = new Set(rules.flatMap((rule) => metricsIn(rule.expr)))
    const plain = ['huiying_live_screens', 'huiying_items_waiting', 'huiying_deliveries_pending']
    const gauges = Object.entries(metrics).flatMap(([name, { kind }]) => (kind === 'gauge' ? [name] : []))
    expect(gauges.filter((name) => !watched.has(name) && !plain.includes(name))).toEqual([])
  })
})

it('README says of every metric what it is and which services say it', () => {
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')
  const rows = new Map(readme.split('\n').flatMap((line) => (line.startsWith('| `huiying_') ? [rowOf(line)] : [])))
  expect([...rows.keys()].sort()).toEqual(Object.keys(metrics).sort())
  for (const [name, { labels, of }] of Object.entries(metrics)) {
    const { about, services } = rows.get(name)!
    expect([name, about.length > 15]).toEqual([name, true])
    expect([name, services]).toEqual([name, of.length === 6 ? 'every' : of.join(', ')])
    for (const label of labels) expect(about).toContain(`\`${label}\``)
  }
})

function rowOf(line: string): [string, { about: string; services: string }] {
  const [, name = '', about = '', services = ''] = line.split('|').map((cell) => cell.trim())
  return [name.replaceAll('`', ''), { about, services }]
}
