// The bus as a part that /readyz asks: how far the groups are, which only a broker that is there can say.
import type { Part } from '@huiying/runtime/probe'
import type { Bus } from './bus.ts'

/** `needed` is false where work goes on without it: what is recorded meanwhile is carried when it is back. */
export const busPart = (bus: Pick<Bus, 'lag'>, needed: boolean): Part => ({ name: 'bus', ask: bus.lag, needed })
