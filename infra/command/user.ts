// `huiying user add NAME --role ROLE`: adds a person, the password read from standard input, never from the arguments;
// `user disable` and `user enable` switch an account off and on, with the reason on record; `user list` tells all.
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { Policy } from '@huiying/domain/policy'
import type { UserRole } from '@huiying/domain/word'
import { needBooks } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { withSnapshot } from '@huiying/ledger/open'
import { listAccounts, listPersons, savePerson, switchPerson } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger } from '../on-ledger.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const options = {
    role: { type: 'string', multiple: true },
    unit: { type: 'string' },
    name: { type: 'string' },
    reason: { type: 'string' },
  } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [verb, login] = positionals
  if (verb === 'list' && login === undefined) return list(streams)
  if (login === undefined || !verbs.some((one) => one === verb)) {
    throw new Error(
      '用法：npx huiying user add 登录名 --role 角色 [--name 姓名] < 密码；user disable|enable 登录名 --reason 理由；user list',
    )
  }
  const password = verb === 'add' ? (await text(streams.input)).trim() || null : null
  const said = await onLedger(async ({ ledger, now }) => {
    if (verb !== 'add') {
      const reason = (values.reason ?? '').trim()
      if (reason === '') throw new Error('请用 --reason 写明理由，它会写入台账。未作改动')
      const on = verb === 'enable'
      await switchPerson(ledger, { login, on, reason }, 'system', now)
      return { login, on }
    }
    const [book] = await needBooks(ledger.read)
    const roles = (values.role ?? []) as UserRole[]
    const known = (await listPersons(ledger.read, book.id)).find((one) => one.login === login)
    const name = values.name?.trim() || known?.name || login
    const unit = values.unit ?? known?.unit ?? null
    checkUnit((await policyOf(ledger.read, book.id)).policy, roles, unit)
    const person = { login, book: book.id, name, roles, unit, password }
    await savePerson(ledger, person, 'system', now)
    return { login, name, roles, unit, password: password !== null }
  })
  await writeLine(streams.output, said)
  if ('password' in said && !said.password) {
    streams.log.write(
      '没有给密码：原有账号的密码不变，新账号还不能用密码登录。要设密码，请再运行一次，从标准输入给：… < 密码文件\n',
    )
  }
  return 0
}

/** Only looks, so that it may run beside the program. Locks run on real time. */
async function list({ output }: Streams): Promise<number> {
  for (const { lockedUntil, ...account } of await withSnapshot(settingsFromEnvironment(), readAccounts)) {
    const until = lockedUntil === null ? null : new Date(lockedUntil).toISOString()
    await writeLine(output, { ...account, lockedUntil: until })
  }
  return 0
}

const readAccounts = (read: Reader) => listAccounts(read, real.now())

/** An account of a unit that is not there sees an empty queue for ever, and nobody knows why. */
function checkUnit({ units }: Pick<Policy, 'units'>, roles: string[], unit: string | null): void {
  const known = units.map((one) => one.id).join('、')
  if (unit !== null && !units.some((one) => one.id === unit)) {
    throw new Error(`名册中没有单位 ${unit}。未作改动，请从中选择：${known}`)
  }
  if (unit === null && roles.some((role) => role.startsWith('单位'))) {
    throw new Error(`单位的账号要写明是哪个单位。未作改动，请加上 --unit，从中选择：${known}`)
  }
}

const verbs = ['add', 'disable', 'enable'] as const
