// The lanes of the queue in the order of the screen.
import type { LaneName } from '../../src/wire.ts'

export const laneNames: readonly LaneName[] = ['全部', '待研判', '待签收', '临期', '超时', '已回应待续']
