// People who log in: roles, units, passwords and locks. What changed is an entry; passwords stand only here, hashed.
import { type UserRole, userRoles } from '@huiying/domain/word'
import type { Selectable } from 'kysely'
import type { Ledger, Reader, Tx } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { hashPassword, matchesPassword } from './password.ts'

export interface Person {
  login: string
  book: string
  name: string
  roles: UserRole[]
  unit: string | null
  disabled: boolean
}

const FAILURES_MAX = 5
const LOCKED_MS = 15 * 60_000
const LOGIN = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,40}$/u
const administrators: readonly UserRole[] = ['系统管理员', '安全管理员', '审计管理员']

/** Adds a person, or changes name, roles, unit and (when given) password of a known one. Throws in words. */
export async function savePerson(
  ledger: Ledger,
  person: Omit<Person, 'disabled'> & { password: string | null },
  actor: string,
  now: number,
): Promise<void> {
  const { login, book, name, roles, unit } = person
  checkPerson(person)
  const password = person.password === null ? null : await hashPassword(person.password)
  await ledger.write(async (tx) => {
    const known = await tx.db.selectFrom('person').select('login').where('login', '=', login).executeTakeFirst()
    const fields = { book, name, roles: JSON.stringify(roles), unit, ...(password === null ? {} : { password }) }
    if (known === undefined) {
      await tx.db
        .insertInto('person')
        .values({ login, password: '', ...fields, failures: 0, lockedUntil: 0, disabled: 0 })
        .execute()
    } else {
      await tx.db.updateTable('person').set(fields).where('login', '=', login).execute()
      await tx.db.deleteFrom('session').where('login', '=', login).execute()
    }
    await recordChange(tx, person, known === undefined ? '新增' : '变更', actor, now)
  })
}

export interface Switching {
  login: string
  /** False: 停用, which ends the person's sessions too. True: 启用. */
  on: boolean
  reason: string
}

/**
 * Entries name the person for ever, so nobody is deleted: an account is switched off, and on again. Throws in words;
 * the last 系统管理员 stays, or nobody could switch anybody on.
 */
export async function switchPerson(
  ledger: Ledger,
  { login, on, reason }: Switching,
  actor: string,
  now: number,
): Promise<void> {
  await ledger.write(async (tx) => {
    const row = await tx.db.selectFrom('person').selectAll().where('login', '=', login).executeTakeFirst()
    if (row === undefined) throw new Error(`没有账号 ${login}。未作改动，请核对登录名`)
    if ((row.disabled === 0) === on) throw new Error(`账号 ${login} 本来就是${on ? '启用' : '停用'}的。未作改动`)
    if (!on && (await isLastKeeper(tx.db, personOf(row)))) {
      throw new Error(`${login} 是唯一可用的系统管理员，停用后无人能启用账号。未作改动，请先启用另一位`)
    }
    await tx.db
      .updateTable('person')
      .set({ disabled: on ? 0 : 1, failures: 0, lockedUntil: 0 })
      .where('login', '=', login)
      .execute()
    await tx.db.deleteFrom('session').where('login', '=', login).execute()
    await recordChange(tx, personOf(row), `${on ? '启用' : '停用'}：${reason}`, actor, now)
  })
}

/** Whether an account is off after a change of these words; only switching moves that, a new role does not. */
export function isOffAfter(what: string, before: boolean): boolean {
  if (what.startsWith('停用')) return true
  return what.startsWith('启用') ? false : before
}

async function isLastKeeper(db: Reader, person: Person): Promise<boolean> {
  if (!person.roles.includes('系统管理员')) return false
  const others = await listPersons(db, person.book)
  return !others.some((one) => one.login !== person.login && !one.disabled && one.roles.includes('系统管理员'))
}

export async function readPerson(read: Reader, login: string): Promise<Person | null> {
  const row = await read.selectFrom('person').selectAll().where('login', '=', login).executeTakeFirst()
  return row === undefined ? null : personOf(row)
}

/** Whether somebody of the book who is not switched off holds the role. */
export async function holdsRole(read: Reader, book: string, login: string, role: UserRole): Promise<boolean> {
  const person = await readPerson(read, login)
  return person !== null && person.book === book && !person.disabled && person.roles.includes(role)
}

export async function listPersons(read: Reader, book: string): Promise<Person[]> {
  const rows = await read.selectFrom('person').selectAll().where('book', '=', book).orderBy('login').execute()
  return rows.map(personOf)
}

export interface Account extends Person {
  /** UTC milliseconds until which wrong passwords lock it; null: they do not. */
  lockedUntil: number | null
}

/** Those of every book, by book and login, with no trace of a password. */
export async function listAccounts(read: Reader, now: number): Promise<Account[]> {
  const rows = await read.selectFrom('person').selectAll().orderBy('book').orderBy('login').execute()
  return rows.map((row) => ({ ...personOf(row), lockedUntil: row.lockedUntil > now ? row.lockedUntil : null }))
}

export type LoginAnswer = { ok: true; person: Person } | { ok: false; message: string }

/** Five wrong passwords lock for 15 minutes; `now` is real time. Every try of a known login is an entry. */
export async function checkLogin(ledger: Ledger, login: string, password: string, now: number): Promise<LoginAnswer> {
  const row = await ledger.read.selectFrom('person').selectAll().where('login', '=', login).executeTakeFirst()
  const wrong = { ok: false as const, message: '账号或密码不对。未登录，请核对后再试' }
  if (row === undefined) {
    // As slow as a real try, so that the time tells nobody which logins exist.
    await hashPassword(password.padEnd(12, '-'))
    return wrong
  }
  const matches = await matchesPassword(password, row.password)
  return ledger.write(async (tx) => {
    const fresh = await tx.db.selectFrom('person').selectAll().where('login', '=', login).executeTakeFirstOrThrow()
    const { answer, failures, lockedUntil, reason } = judgeLogin(fresh, matches, now)
    await tx.db.updateTable('person').set({ failures, lockedUntil }).where('login', '=', login).execute()
    await recordLogin(tx, fresh, answer.ok, reason, now)
    return answer
  })
}

function judgeLogin(row: Selectable<Schema['person']>, matches: boolean, now: number) {
  const { failures, lockedUntil } = row
  const refuse = (message: string, reason: string) => ({ answer: { ok: false as const, message }, reason })
  if (row.disabled === 1) return { ...refuse('账号已停用。未登录，请联系系统管理员', '已停用'), failures, lockedUntil }
  if (lockedUntil > now) {
    const minutes = Math.ceil((lockedUntil - now) / 60_000)
    return { ...refuse(`密码多次输错，账号已锁定。请 ${minutes} 分钟后再试`, '锁定中'), failures, lockedUntil }
  }
  if (matches) {
    return { answer: { ok: true as const, person: personOf(row) }, reason: '密码', failures: 0, lockedUntil: 0 }
  }
  const count = failures + 1
  const locks = count >= FAILURES_MAX
  const until = locks ? now + LOCKED_MS : lockedUntil
  return {
    ...refuse('账号或密码不对。未登录，请核对后再试', '密码不对'),
    failures: locks ? 0 : count,
    lockedUntil: until,
  }
}

/** Entries of logging in and out by other ways (one-time link, signed mail link). */
export async function recordLogin(
  tx: Tx,
  person: { login: string; book: string },
  ok: boolean,
  reason: string,
  now: number,
): Promise<void> {
  const body = { act: 'person.entered', v: 1, login: person.login, ok, reason } as const
  await tx.append(person.book, now, person.login, [{ caseId: null, body }])
}

async function recordChange(
  tx: Tx,
  person: Pick<Person, 'login' | 'book' | 'roles' | 'unit'>,
  what: string,
  actor: string,
  now: number,
): Promise<void> {
  const { login, book, roles, unit } = person
  await tx.append(book, now, actor, [{ caseId: null, body: { act: 'person.changed', v: 1, login, roles, unit, what } }])
}

/** The three administrators watch one another and see no business text: none goes with any other role (等保 2.0). */
function checkPerson({ login, roles }: { login: string; roles: UserRole[] }): void {
  if (!LOGIN.test(login)) throw new Error(`登录名 ${login} 不能用：请用文字、字母或数字，至多 41 个。未作改动`)
  if (roles.length === 0) throw new Error(`账号 ${login} 没有角色。未作改动，请从中选择：${userRoles.join('、')}`)
  const unknown = roles.find((role) => !userRoles.includes(role))
  if (unknown !== undefined) throw new Error(`没有角色“${unknown}”。未作改动，请从中选择：${userRoles.join('、')}`)
  if (roles.length > 1 && roles.some((role) => administrators.includes(role))) {
    throw new Error(`系统、安全、审计管理员互斥，也不能兼任业务角色：${roles.join('、')}。未作改动，请分设账号`)
  }
}

const personOf = (row: Selectable<Schema['person']>): Person => ({
  login: row.login,
  book: row.book,
  name: row.name,
  roles: JSON.parse(row.roles) as UserRole[],
  unit: row.unit,
  disabled: row.disabled === 1,
})
