// Which variables of the environment are taken for slips, and which belong to others.
import { expect, test } from 'vitest'
import { misspelt, wordsOfMisspelt } from './misspelt.ts'
import { secretFileNames, settingNames } from './settings.ts'

const known = [...settingNames, ...secretFileNames]
const meantBy = (name: string) => misspelt({ [name]: 'x' }, known)

test.each([
  ['MAILURL', 'MAIL_URL', 'the stroke is forgotten'],
  ['mail_url', 'MAIL_URL', 'small letters'],
  ['SEAL-DIR', 'SEAL_DIR', 'another stroke'],
  ['DATADIR', 'DATA_DIR', 'the stroke is forgotten'],
  ['MAIL_ULR', 'MAIL_URL', 'two letters exchanged'],
  ['LEDGER_UR', 'LEDGER_URL', 'the last letter is missing'],
  ['SEARCH_API_KEYS', 'SEARCH_API_KEY', 'one letter more'],
  ['WEBHOK_SECERT', 'WEBHOOK_SECRET', 'two slips in a long name'],
  ['MAILURL_FILE', 'MAIL_URL_FILE', 'the file of a secret'],
  ['HUIYING_DATA_DIR', 'DATA_DIR', 'with the prefix of ours'],
  ['KEY_FILE', 'HUIYING_KEY_FILE', 'without it'],
  ['HUIYING_SPEED', null, 'of ours by its prefix, and unknown'],
])('%s: %s, %s', (name, meant, _why) => {
  expect(meantBy(name)).toEqual([{ name, meant }])
})

test.each(['PATH', 'HOME', 'MAIL', 'HOSTNAME', 'PWD', 'LANG', 'PORTS', 'DBUS_SESSION_BUS_ADDRESS', 'NODE_ENV', 'BUSX'])(
  '%s is of others',
  (name) => {
    expect(meantBy(name)).toEqual([])
  },
)

test('our own names and what has no value are no slips', () => {
  const env = Object.fromEntries(known.map((name) => [name, 'x']))
  expect(misspelt({ ...env, MAILURL: '', DATADIR: undefined }, known)).toEqual([])
})

test('the words name the setting and never the value', () => {
  expect(wordsOfMisspelt(misspelt({ MAILURL: 'smtp://u:geheim@q.example' }, known))).toBe(
    '注意：没有名为 MAILURL 的设置，它的值没有用上；是不是 MAIL_URL？请改名后重新启动\n',
  )
})
