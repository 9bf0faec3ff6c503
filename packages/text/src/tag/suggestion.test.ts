// Tests of type, suggested grade and suspicion: the vectors of §3.8 and the limits of §14-1.
import { describe, expect, test } from 'vitest'
import { suggest } from './suggestion.ts'

const at = Date.UTC(2026, 10, 1)
const graded: { text: string; type: string | null; grade: string | null; suspected: boolean; why: string }[] = [
  { text: '工地坍塌致2人死亡', type: '生产安全', grade: '一般', suspected: false, why: 'two dead' },
  { text: '工地坍塌致3人死亡', type: '生产安全', grade: '较大', suspected: false, why: 'three dead' },
  { text: '化工厂爆炸，死亡9人', type: '生产安全', grade: '较大', suspected: false, why: 'nine dead' },
  { text: '化工厂爆炸，死亡10人', type: '生产安全', grade: '重大', suspected: true, why: 'ten dead' },
  { text: '煤矿透水事故致29人遇难', type: '生产安全', grade: '重大', suspected: true, why: 'twenty-nine' },
  { text: '煤矿透水事故致30人遇难', type: '生产安全', grade: '特别重大', suspected: true, why: 'thirty' },
  { text: '厂房爆炸49人重伤', type: '生产安全', grade: '较大', suspected: false, why: '49 seriously hurt' },
  { text: '厂房爆炸50人重伤', type: '生产安全', grade: '重大', suspected: true, why: '50 seriously hurt' },
  { text: '厂房爆炸100人重伤', type: '生产安全', grade: '特别重大', suspected: true, why: '100 seriously hurt' },
  { text: '仓库火灾，直接经济损失1000万元', type: '生产安全', grade: '较大', suspected: false, why: 'loss' },
  { text: '仓库火灾，直接经济损失5000万元', type: '生产安全', grade: '重大', suspected: true, why: 'loss' },
  { text: '仓库火灾，直接经济损失1亿元', type: '生产安全', grade: '特别重大', suspected: true, why: 'loss' },
  { text: '环境污染事件造成经济损失500万元', type: '环境', grade: '较大', suspected: false, why: 'its own table' },
  { text: '环境污染事件造成经济损失2000万元', type: '环境', grade: '重大', suspected: true, why: 'its own table' },
  { text: '水体污染，疏散群众5000人', type: '环境', grade: '较大', suspected: false, why: 'evacuated' },
  { text: '水体污染，疏散群众10000人', type: '环境', grade: '重大', suspected: true, why: 'evacuated' },
  { text: '水体污染，转移5万人', type: '环境', grade: '特别重大', suspected: true, why: 'evacuated' },
  { text: '车间爆炸死亡1人，损失6000万元', type: '生产安全', grade: '重大', suspected: true, why: 'the highest' },
  { text: '车间起火，3人受伤', type: '生产安全', grade: '一般', suspected: false, why: '受伤 does not make 较大' },
  { text: '应急演练模拟30人遇难', type: null, grade: null, suspected: false, why: 'a drill' },
  { text: '燃气爆炸致62人受伤', type: '生产安全', grade: '一般', suspected: true, why: 'fifty hurt (§14-1)' },
  { text: '燃气爆炸致49人受伤', type: '生产安全', grade: '一般', suspected: false, why: 'under fifty' },
  { text: '燃气爆炸致多人死亡', type: '生产安全', grade: null, suspected: false, why: '多人 does not count' },
  {
    text: '学校食堂就餐后57名学生呕吐腹泻',
    type: '食品药品',
    grade: '重大',
    suspected: true,
    why: 'fifty at a school',
  },
  { text: '山洪已致15人遇难', type: '自然灾害', grade: null, suspected: true, why: 'no table; ten dead' },
  { text: '两车相撞致4人死亡', type: '交通', grade: null, suspected: false, why: 'private traffic has no table' },
  { text: '大客车侧翻致12人死亡', type: '交通', grade: '重大', suspected: true, why: 'carriage for hire is under 493' },
  { text: '男子持刀行凶致3人死亡', type: '刑事', grade: null, suspected: false, why: 'the police say' },
  { text: '新增确诊病例500例', type: '公共卫生', grade: null, suspected: false, why: 'cases are not hurt' },
  { text: '1000多名村民围堵镇政府', type: '群体', grade: '重大', suspected: true, why: 'a thousand people' },
  { text: '2015年该化工厂爆炸致15人死亡', type: '生产安全', grade: null, suspected: false, why: 'an old case' },
  { text: '网传化工厂爆炸死亡20人系谣言', type: '生产安全', grade: null, suspected: false, why: 'refuted' },
  { text: '网传化工厂爆炸死亡20人', type: '生产安全', grade: '重大', suspected: true, why: 'hearsay still rings' },
  { text: '火灾无人员伤亡', type: '生产安全', grade: null, suspected: false, why: 'denied' },
  { text: '弟弟去世赔50万', type: null, grade: null, suspected: false, why: 'fifty is money' },
  { text: '三联卫生院接诊后死亡', type: null, grade: null, suspected: false, why: '三 is of a name' },
  {
    text: '两船相撞致62人死亡，船东与检方达成认罪协议',
    type: '交通',
    grade: null,
    suspected: false,
    why: 'an old case that is settled',
  },
  { text: '寒潮来袭两天，全省14人猝死', type: null, grade: null, suspected: false, why: 'a sum over towns' },
  { text: '高温作业车间爆炸致14人死亡', type: '生产安全', grade: '重大', suspected: true, why: 'heat as a word' },
  { text: '爆炸致35人死亡案主犯被判死刑', type: '生产安全', grade: null, suspected: false, why: 'an old case' },
  { text: '26死38伤！涉事企业13人被提起公诉', type: null, grade: null, suspected: false, why: 'in court' },
  { text: '山洪29人遇难调查报告公布', type: '自然灾害', grade: null, suspected: false, why: 'looked into long after' },
  { text: '小区停水三天没人管', type: null, grade: null, suspected: false, why: 'no incident' },
]

describe('type, grade and suspicion', () => {
  test.each(graded)('$text ($why)', ({ text, type, grade, suspected }) => {
    const found = suggest(text, { at })
    if (type !== null) expect(found.type).toBe(type)
    expect({ grade: found.grade, suspected: found.suspected }).toEqual({ grade, suspected })
  })

  test('a grade names its article, a type without table whom to ask', () => {
    expect(suggest('工地坍塌致3人死亡').article).toContain('国务院令第493号')
    expect(suggest('水体污染，疏散群众5000人').article).toContain('国办函〔2014〕119号')
    expect(suggest('山洪致15人遇难').hint).toBe('请应急定级')
    expect(suggest('工地坍塌致3人死亡').reason).toBe('3人死亡')
  })
})
