// What Huiying must never do may not appear in its schema, its API, its mails or on its screens.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSource, projectRoot, readSources } from './tidy/source.ts'
import { textsOf } from './tidy/tree.ts'

type Row = { words: RegExp; why: string; red: string; green: string }

/** Deeds offered on a screen, in a mail or by the API. A letter may speak of them; these are our own words only. */
const deeds: Row[] = [
  {
    words: /(申请|请求|要求|提交|发起|一键|批量|建议)(平台)?(删帖|删除帖子|删稿|下架|撤稿|屏蔽|限流|降权|封号|禁言)/,
    why: 'it never drafts, sends or counts requests to delete or limit posts',
    red: '一键删帖',
    green: '被删除的帖子仍在原始字节里',
  },
  {
    words: /(删帖|限流|封号|禁言|降权|压热|控评|刷评)(申请|请求|数|率|量|次数|任务|渠道|按钮|统计|台账)/,
    why: 'nor shows or counts them',
    red: '本月删帖数',
    green: '供水限流阀的压力',
  },
  {
    words:
      /(追查|锁定|核查|查找|关联|落地|溯源到?)(发帖人|网民(身份|信息|账号)|账号(主体|背后|实名)|博主|作者身份|写信人身份)/,
    why: 'it never looks up, links or stores who is behind an account',
    red: '追查发帖人',
    green: '核查网民反映的问题',
  },
  {
    words: /IP\s*属地|注册手机号|实名信息|设备指纹|账号画像|用户画像|网民画像/i,
    why: 'it does not collect where an account comes from or who it is (§14-17)',
    red: '显示 IP属地',
    green: '属地管辖的单位',
  },
  {
    words: /(重点人|敏感人|缠访|闹访|黑名单|老上访户|职业(投诉|打假)人?|水军)(员|标签|名单|库|标记)/,
    why: 'it puts no label on a writer',
    red: '加入重点人员库',
    green: '话题标签',
  },
]

/** Columns, fields and paths that would hold what we must not hold. */
const fields: Row[] = [
  {
    words: /^(ip|ip_?(address|location|territory|region|from)|geo_?ip|device_?(id|fingerprint)|imei|real_?name)$/i,
    why: 'no trace of the person behind an account',
    red: 'ipLocation',
    green: 'shipped',
  },
  {
    words: /^(author|writer|account|poster|user)_?(profile|portrait|label|labels|score|risk|identity|history)$/i,
    why: 'no profile of and no label on a writer',
    red: 'authorRisk',
    green: 'author',
  },
  {
    words:
      /(takedown|delete_?posts?|remove_?posts?|censor|throttle_?posts?|ban_?account|shadow_?ban|deletion_?request)/i,
    why: 'no way to ask for deletion or limits',
    red: 'takedownRequests',
    green: 'deletedRows',
  },
]

/** Dictionaries and texts that recognise such words in letters, and this list itself. */
const speaksOfThem = /^(packages\/text\/|test\/|infra\/(bench|sample)\/)|\.test\.tsx?$/
const ownTexts = readSources().filter(({ path }) => !speaksOfThem.test(path))

describe('the boundary', () => {
  test.each(deeds)('our words: $why', ({ words }) => {
    const inCode = ownTexts.flatMap((source) => textsOf(source).map((text) => ({ path: source.path, text })))
    const folder = '{services,infra,packages/domain}/**/*.{html,yaml,yml,json,css}'
    const outside = ['**/node_modules/**', '**/dist/**', 'infra/sample/**']
    const inFiles = globSync(folder, { cwd: projectRoot, exclude: outside }).map((path) => ({
      path,
      text: readFileSync(join(projectRoot, path), 'utf8'),
    }))
    const found = [...inCode, ...inFiles].flatMap(({ path, text }) => {
      const match = words.exec(text)
      return match ? [`${path} ${match[0]}`] : []
    })
    expect(found).toEqual([])
  })

  test.each(fields)('our fields, columns and paths: $why', ({ words }) => {
    const found = ownTexts.flatMap((source) =>
      fieldsOf(source.text).flatMap((name) => (words.test(name) ? [`${source.path} ${name}`] : [])),
    )
    expect(found).toEqual([])
  })

  test.each([...deeds, ...fields])('the pattern sees “$red” and leaves “$green”', ({ words, red, green }) => {
    expect([words.test(red), words.test(green)]).toEqual([true, false])
  })

  test('a field is seen in a type, a quoted column and a path', () => {
    const { text } = parseSource('a.ts', "type A = { ipLocation: string }\nconst b = `/api/takedown-x`; c('real_name')")
    expect(fieldsOf(text)).toEqual(expect.arrayContaining(['ipLocation', 'takedown', 'real_name']))
  })
})

/** Every word that could be a field, a column or a part of a path. */
function fieldsOf(text: string): string[] {
  return [...new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])]
}
