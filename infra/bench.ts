// `huiying bench`: each figure beside a raw limit measured in the same run; medians of interleaved runs, one JSON
// object.
import type { BenchResult } from './bench/result.ts'

export interface Bench {
  name: string
  summary: string
  /** Runs when none are asked for, where five would take hours. */
  runs?: number
  load(): Promise<{ run(runs: number): Promise<BenchResult> }>
}

export const RUNS = 5

export const benches: Bench[] = [
  {
    name: 'pipeline',
    summary: '信件从文件夹到可见：封/秒，对照单线程的裸解析、分词与写入',
    load: () => import('./bench/pipeline.ts'),
  },
  {
    name: 'intake',
    summary: '读信与读订阅：封/秒、条/秒，对照 mailparser 与 rss-parser 读同样的字节',
    load: () => import('./bench/intake.ts'),
  },
  {
    name: 'clocks',
    summary: '一轮到期处理：十万个未结时限中 10 个到期，对照总共 10 个',
    load: () => import('./bench/clocks.ts'),
  },
  {
    name: 'alert',
    summary: '每秒 100 封信，从落盘到打开着的屏幕：p99 毫秒，对照只看文件夹',
    load: () => import('./bench/alert.ts'),
  },
  {
    name: 'text',
    summary: '打标：字/秒，一个线程，对照裸 nodejieba 分词',
    load: () => import('./bench/text.ts'),
  },
  {
    name: 'same',
    summary: '来信找到所属案件：毫秒/封，十万个未结案件，对照一千个',
    load: () => import('./bench/same.ts'),
  },
  {
    name: 'bus',
    summary: 'Kafka 上发布与消费：条/秒，对照同样批次的裸 kafkajs',
    load: () => import('./bench/bus.ts'),
  },
  {
    name: 'index',
    summary: 'Elasticsearch 上写入：篇/秒，对照同样内容的裸 _bulk（词已切好）',
    load: async () => ({ run: (await import('./bench/search.ts')).runIndex }),
  },
  {
    name: 'search',
    summary: '20 万条中两词加筛选的检索：p95 毫秒，对照裸查询',
    load: async () => ({ run: (await import('./bench/search.ts')).runSearch }),
  },
  {
    name: 'memory',
    summary: '二十万封信之后的常驻内存，对照五万封之后（一轮）',
    runs: 1,
    load: () => import('./bench/memory.ts'),
  },
  {
    name: 'append',
    summary: '台账追加：条/秒，对照以同样的事务手工写入同样的行，PostgreSQL 与 SQLite',
    load: () => import('./bench/append.ts'),
  },
  {
    name: 'capacity',
    summary: '县、省、全国各要多少：每封的代价，县的一整天与省高峰十分钟，预计对照实测',
    load: () => import('./bench/capacity.ts'),
  },
  {
    name: 'scale',
    summary: '在 Kafka、Elasticsearch、PostgreSQL 上从文件夹到可见：各服务两个，对照各一个',
    runs: 1,
    load: () => import('./bench/scale.ts'),
  },
  {
    name: 'console',
    summary: '20 个值班台：改动到队列重读完 p99 毫秒；另测五千条信息的案件、成批办理、十万行导出，均对照裸查询',
    load: () => import('./bench/console.ts'),
  },
]
