// Letters in their own list: lanes by what was told the writer, one LET each through a merge, and nothing secret.
import type { LetterPage } from '@huiying/console/letter-wire'
import type { CasePage, QueuePage } from '@huiying/console/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beijing } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop(
    { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失半个月。', date: '2026-11-23 10:00' },
    { subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 10:00' },
    { subject: '申请公开', text: '我申请公开柳林镇2025年征地补偿款的政府信息，请依法答复。', date: '2026-11-24 10:20' },
  )
})
afterAll(() => api.stop())

const page = (lane: string) => api.read<LetterPage>(`/api/letters?lane=${lane}`, '值班员')
const find = async (lane: string, title: string) => {
  const { letters } = await page(lane)
  const found = letters.find((one) => one.title === title)
  if (found === undefined) throw new Error(`${title} not in ${lane}: ${letters.map((one) => one.title)}`)
  return found
}
const order = async (title: string, given: object) => {
  const { caseId, itemId } = await find('待答复', title)
  return api.order(caseId, { ...given, itemId } as Parameters<TestApi['order']>[1], '值班员')
}

describe('a letter that comes in on its last day', () => {
  test('is red in the list, in the queue and on its case from the moment it came, and rings', async () => {
    const own = await startApi('2026-11-24 11:00')
    await own.program.drop({ subject: '石桥村路灯不亮', text: '石桥村路灯不亮。', date: '2026-11-17 09:00' })
    const { letters } = await own.read<LetterPage>('/api/letters', '值班员')
    const { cases } = await own.read<QueuePage>('/api/cases', '值班员')
    const { clocks } = await own.read<CasePage>(`/api/cases/${cases[0]?.id}`, '值班员')
    const want = [
      { step: '橙', at: beijing('2026-11-23 09:00') },
      { step: '红', at: beijing('2026-11-24 11:00') },
    ]
    expect([letters[0]?.marks, cases[0]?.marks, clocks[0]?.marks]).toEqual([want, want, want])
    expect(cases[0]?.due?.step).toBe('红')
    await own.program.goTo('2026-11-24 11:01')
    const { ringing } = await own.read<QueuePage>('/api/cases', '值班员')
    expect(ringing.map(({ step, late }) => [step, late])).toEqual([['红', false]])
    await own.program.goTo('2026-11-24 23:59')
    // Nobody has it yet, so the desk stands for the unit; after five minutes of ringing that is all until 超时.
    const mails = (await own.program.mails()).filter((mail) => /督办/.test(mail.subject)).map((mail) => mail.to)
    expect(mails.map((to) => to.split('@')[0]).sort()).toEqual(['ducha', 'fenguan', 'zhiban', 'zhibanzhang'])
    await own.stop()
  })
})

describe('letters of one deadline', () => {
  test('stand as they came in, and above all who says he will jump, until it is told what became of it', async () => {
    const own = await startApi('2026-11-24 11:00')
    await own.program.drop(
      { subject: '东关菜市场污水', text: '东关菜市场污水横流。', date: '2026-11-24 10:30' },
      { subject: '柳溪村路灯不亮', text: '柳溪村路灯不亮半个月。', date: '2026-11-24 09:10' },
      {
        subject: '我活不下去了',
        text: '工钱要了两年要不回来，我活不下去了，准备从楼上跳下去。',
        date: '2026-11-24 10:40',
      },
      { subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 09:50' },
    )
    const calm = ['柳溪村路灯不亮', '渡口社区停水', '东关菜市场污水']
    const listed = async (limit = 2) => {
      const titles: string[] = []
      let after: string | null = ''
      while (after !== null) {
        const path: string = `/api/letters?limit=${limit}${after === '' ? '' : `&after=${after}`}`
        const { letters, next }: LetterPage = await own.read<LetterPage>(path, '值班员')
        titles.push(...letters.map((one) => `${one.callFirst ? '☎' : ''}${one.title}`))
        after = next
      }
      return titles
    }
    expect(await listed()).toEqual(['☎我活不下去了', ...calm])
    // A page that ends with the last marked one is followed by the first of the others.
    expect(await listed(1)).toEqual(['☎我活不下去了', ...calm])
    const idOf = async (title: string) =>
      (await own.program.queue()).find((row) => row.state.title === title)?.state.id ?? ''
    const [life, other] = [await idOf('我活不下去了'), await idOf('柳溪村路灯不亮')]
    await own.program.done(life, { do: 'case.merge', into: other, reason: '同一来信人' })
    expect(await listed()).toEqual(['☎我活不下去了', ...calm])
    await own.program.done(other, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '立即到场' })
    expect(await listed()).toEqual(['☎我活不下去了', ...calm])
    await own.program.done(other, { do: 'call.make', result: '已通', note: '派出所已见到本人' })
    expect(await listed()).toEqual([...calm, '我活不下去了'])
    await own.stop()
  })
})

describe('a letter that may tell on an official', () => {
  test('§14-8 is neither listed nor counted for who may not see it', async () => {
    const own = await startApi('2026-11-24 11:00')
    await own.program.drop(
      { subject: '柳溪村路灯不亮', text: '柳溪村路灯不亮半个月。', date: '2026-11-24 09:10' },
      {
        subject: '反映某科长收受礼品',
        text: '我要举报市住建局某科长收受开发商贿赂，有转账记录。',
        date: '2026-11-24 10:40',
      },
    )
    const seenBy = async (role: Parameters<TestApi['read']>[1]) => {
      const { letters, counts } = await own.read<LetterPage>('/api/letters', role)
      return [letters.length, counts.待答复, counts.待受理]
    }
    expect(await seenBy('值班员')).toEqual([1, 1, 1])
    expect(await seenBy('值班长')).toEqual([2, 2, 2])
    await own.stop()
  })
})

describe('the list of letters', () => {
  test('has the nearest deadline first, and a page goes on where the last ended', async () => {
    const { letters, counts } = await page('待答复')
    expect(letters.map((one) => one.due.at)).toEqual(letters.map((one) => one.due.at).toSorted())
    expect([counts.待答复, counts.待受理, counts.已答复]).toEqual([3, 3, 0])
    const first = await api.read<LetterPage>('/api/letters?limit=2', '值班员')
    const rest = await api.read<LetterPage>(`/api/letters?limit=2&after=${first.next}`, '值班员')
    expect([...first.letters, ...rest.letters].map((one) => one.itemId)).toEqual(letters.map((one) => one.itemId))
  })

  test('a letter taken up leaves 待受理 and stays in 待答复', async () => {
    expect((await order('渡口社区停水', { do: 'letter.accept', told: '已受理' })).statusCode).toBe(200)
    const { counts } = await page('待受理')
    expect([counts.待受理, counts.待答复]).toEqual([2, 3])
    expect((await find('待答复', '渡口社区停水')).letter?.accepted).toMatchObject({ told: '已受理' })
  })

  test('an application for information is marked 疑似误投 and leaves by the way shown to its writer', async () => {
    expect((await page('疑似误投')).letters.map((one) => one.title)).toEqual(['申请公开'])
    const shown = {
      do: 'letter.redirect',
      kind: '政府信息公开申请',
      to: '柳林镇政务公开办',
      told: '请向该机关提出申请',
    }
    expect((await order('申请公开', { ...shown, to: ' ' })).statusCode).toBe(422)
    expect((await order('申请公开', shown)).statusCode).toBe(200)
    expect((await page('误投告知')).letters.map((one) => one.title)).toEqual(['申请公开'])
  })

  test('§14-20 an answer says whether it is public, or why not', async () => {
    const answer = { do: 'letter.answer', channel: '电话', answeredAt: api.program.time.now(), summary: '已恢复供水' }
    const untold = await order('渡口社区停水', answer)
    expect([untold.statusCode, untold.json().code]).toEqual([422, 'input'])
    const publicity = { open: false, reason: '涉及住址' }
    expect((await order('渡口社区停水', { ...answer, publicity })).statusCode).toBe(200)
    expect((await find('已答复', '渡口社区停水')).letter).toMatchObject({ outcome: '已答复', publicity })
  })

  test('Q3 receipt alone is no answer, Q13 nobody’s private affairs are published: nothing is recorded', async () => {
    const publicity = { open: true } as const
    const answer = { do: 'letter.answer', channel: '电话', answeredAt: api.program.time.now(), publicity } as const
    const before = (await page('已答复')).counts
    for (const [summary, code] of [
      ['您反映的问题已转市水务局核实处理。', 'Q3'],
      ['已装好，联系人电话13812345678。', 'Q13'],
      ['经查，投诉人现年46岁，已上门说明。', 'Q13'],
      // The page's own draft, sent as it stands.
      ['您好，经市住建局核实：【事实】。依据【文件条款】，已【措施】。联系电话【号码】。', 'blank'],
    ] as const) {
      const told = await order('柳溪村井盖缺失', { ...answer, summary })
      expect([told.statusCode, told.json().code]).toEqual([422, code])
    }
    expect((await page('已答复')).counts).toEqual(before)
  })

  test('§14-7 a letter whose case was merged keeps its own deadline and is worked on where it went', async () => {
    const before = await find('待答复', '柳溪村井盖缺失')
    await api.program.drop({ subject: '村口没有井盖', text: '柳溪村村口井盖没了，危险。', date: '2026-11-24 10:40' })
    const other = (await page('待答复')).letters.find((one) => one.title === '村口没有井盖')
    if (other !== undefined && other.caseId !== before.caseId) {
      await api.program.done(before.caseId, { do: 'case.merge', into: other.caseId, reason: '同一井盖' })
      const after = await find('待答复', '柳溪村井盖缺失')
      expect([after.due.at, after.caseId, after.merged]).toEqual([before.due.at, other.caseId, true])
    }
    const publicity = { open: true } as const
    const answer = {
      do: 'letter.answer',
      channel: '短信',
      answeredAt: api.program.time.now(),
      summary: '已装好',
    } as const
    const done = await order('柳溪村井盖缺失', { ...answer, publicity })
    expect([done.statusCode, (await page('已答复')).counts.已答复]).toEqual([200, 2])
  })
})
