// GET /api/handovers/now and /api/handovers/:seq: what would be handed over now, and what was once.
import { headOf } from '@huiying/ledger/book'
import { countQueue } from '@huiying/ledger/case'
import { listHandovers, readHandover } from '@huiying/ledger/handover/handover'
import type { Reader } from '@huiying/ledger/ledger'
import { listPersons, type Person } from '@huiying/ledger/person/person'
import { z } from 'zod'
import { endpoint, notFound } from './endpoint.ts'
import { lookAround } from './handover-look.ts'
import { headOfHandover, showLists } from './handover-show.ts'
import { turnOfOthers } from './handover-turn.ts'
import type { HandoverPresent, HandoverSheet } from './handover-wire.ts'
import { handoverGivers, hasRole, seesRestricted } from './right.ts'

export const handoverParams = z.object({ seq: z.coerce.number().int().positive() })

export const showPresent = endpoint({
  async handle({ context, person, now }): Promise<HandoverPresent> {
    return context.ledger.snapshot(async (read) => {
      const { seq: asOfSeq } = await headOf(read, person.book)
      const [newest] = await listHandovers(read, person.book, 1)
      const isOpen = newest !== undefined && newest.taken === null
      const open = isOpen ? await readHandover(read, person.book, newest.seq) : null
      return {
        head: null,
        asOfSeq,
        lists: await showLists(read, person, await lookAround(read, person, now)),
        // Who corrects what he has handed over himself goes on from his own words.
        directives: open?.by === person.login ? open.told.directives : '',
        spoken: open?.by === person.login ? open.told.spoken : '',
        takers: await takersOf(read, person),
        open: open === null ? null : await headOfHandover(read, person, open, now),
        turn: await turnOfOthers(read, person, newest, now),
        restricted: seesRestricted(person) ? await countRestricted(read, person.book, now) : null,
        now,
      }
    })
  },
})

export const showHandover = endpoint({
  params: handoverParams,
  async handle({ context, person, params, now }): Promise<HandoverSheet> {
    const { read } = context.ledger
    const found = await readHandover(read, person.book, params.seq)
    if (found === null) throw notFound('交接单')
    const { asOfSeq, lists, directives, spoken } = found.told
    const head = await headOfHandover(read, person, found, now)
    return { head, asOfSeq, lists: await showLists(read, person, lists), directives, spoken, now }
  },
})

/** Who works at the desk and may log in, but the person himself. */
export async function takersOf(read: Reader, person: Person): Promise<HandoverPresent['takers']> {
  const all = await listPersons(read, person.book)
  const others = all.filter((one) => !one.disabled && one.login !== person.login && hasRole(one, handoverGivers))
  return others.map(({ login, name }) => ({ login, name }))
}

async function countRestricted(read: Reader, book: string, now: number): Promise<number> {
  const filter = { book, lane: '全部', now, soon: now } as const
  const all = await countQueue(read, { ...filter, restricted: true })
  return all - (await countQueue(read, { ...filter, restricted: false }))
}
