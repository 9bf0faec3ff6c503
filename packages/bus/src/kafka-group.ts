// The groups of ours that share a topic, as the brokers know them: who they are, and how far each has got.
import type { Admin } from 'kafkajs'
import type { Topic } from './bus.ts'

/** What the brokers call the group of a subscription that shares. */
export const groupIdOf = (prefix: string, group: string, topic: Topic): string => `${prefix}${group}@${topic}`

/** Its name as the subscription gave it; null for a group of another topic, or none of ours. */
export function groupOf(prefix: string, groupId: string, topic: Topic): string | null {
  const [before, after] = [prefix, `@${topic}`]
  return groupId.startsWith(before) && groupId.endsWith(after) ? groupId.slice(before.length, -after.length) : null
}

/** By partition, the offset a group reads next; -1 where it has committed none. */
export async function committedOf(admin: Admin, groupId: string, topicName: string): Promise<Map<number, number>> {
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topicName] })
  return new Map(offsets?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
}
