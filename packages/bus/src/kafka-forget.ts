// What Kafka can let go of: never one message in the middle, but all that every group has done with.
import type { Admin } from 'kafkajs'
import type { Topic } from './bus.ts'
import { committedOf, groupOf } from './kafka-group.ts'

/** The topics that carry items; of cases only ids and numbers travel, which outlive what is erased. */
const itemTopics: Topic[] = ['item.collected', 'item.tagged']

/**
 * Drops the messages of these topics up to where the slowest of our groups has committed: what is erased was judged
 * long ago and lies before it, and what else lies there the ledger can feed again. A topic that nobody reads keeps all.
 */
export async function forgetHandled(admin: Admin, prefix: string, nameOf: (topic: Topic) => string): Promise<void> {
  const { groups } = await admin.listGroups()
  const there = new Set(await admin.listTopics())
  for (const topic of itemTopics) {
    const readers = groups.filter(({ groupId }) => groupOf(prefix, groupId, topic) !== null)
    if (readers.length === 0 || !there.has(nameOf(topic))) continue
    const done = new Map<number, number>()
    for (const { groupId } of readers) {
      for (const [partition, offset] of await committedOf(admin, groupId, nameOf(topic)))
        done.set(partition, Math.min(done.get(partition) ?? Number.POSITIVE_INFINITY, offset))
    }
    const starts = new Map(
      (await admin.fetchTopicOffsets(nameOf(topic))).map((one) => [one.partition, Number(one.low)]),
    )
    const partitions = [...done]
      .filter(([partition, offset]) => offset > (starts.get(partition) ?? 0))
      .map(([partition, offset]) => ({ partition, offset: String(offset) }))
    if (partitions.length > 0) await admin.deleteTopicRecords({ topic: nameOf(topic), partitions })
  }
}
