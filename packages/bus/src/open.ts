// Opens the bus that BUS_URL names: the only place that knows every engine.
import type { Bus, BusOptions } from './bus.ts'
import { openSqliteBus } from './sqlite.ts'

export interface BusAddress {
  /** null: the embedded one in `file`. */
  url: string | null
  file: string
  caFile: string | null
}

/** Throws in words when the address cannot be read; whether Kafka is there shows when it is used. */
export async function openBus({ url, file, caFile }: BusAddress, options: BusOptions): Promise<Bus> {
  if (url === null) return openSqliteBus(file, options)
  // Loaded only when asked for: who runs embedded does not pay for kafkajs.
  const [{ openKafkaBus }, { readKafkaAddress }] = await Promise.all([
    import('./kafka.ts'),
    import('./kafka-address.ts'),
  ])
  return openKafkaBus(readKafkaAddress(url, caFile), options)
}
