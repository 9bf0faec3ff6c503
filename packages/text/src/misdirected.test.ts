// Letters that belong to another procedure, place or level, each row with its why.
import { expect, it } from 'vitest'
import { findMisdirected } from './misdirected.ts'

const table: [string, string, string | null][] = [
  ['asks for papers by law', '我申请公开柳林镇2025年征地补偿款的政府信息', '政府信息公开申请'],
  ['names the form', '附政府信息公开申请表，请依法答复', '政府信息公开申请'],
  [
    'asks for a contract by the regulations',
    '我要申请公开道路绿化的招投标合同，请依申请公开条例答复',
    '政府信息公开申请',
  ],
  ['appeals against a decision', '对城管局的处罚不服，现申请行政复议', '行政复议'],
  ['wants a finding reviewed', '我不服区人社局的工伤认定决定，要求市政府复议', '行政复议'],
  ['appeals an answer to a petition', '不服住建局的信访处理意见书，请求复查', '信访事项'],
  ['wants it passed to the national bureau', '请将我的信访材料转国家信访局', '信访事项'],
  ['wants a judgement carried out', '公司不履行裁决，请法院强制执行', '诉讼、仲裁或国家赔偿'],
  ['wants compensation of the state', '申请国家赔偿：因错误羁押43天', '诉讼、仲裁或国家赔偿'],
  ['a matter of the whole country', '请国家医保局考虑把罕见病药纳入目录', '上级或其他系统事项'],
  ['a listed firm', '请证监会查处某上市公司虚假陈述', '上级或其他系统事项'],
  ['somewhere else, and somebody there is to act', '苏州工业园区的厂子骗我们押金，请苏州有关部门管', '外地事项'],
  ['where the writer is', '我在武汉光谷的出租屋被断水断电，请处理', '外地事项'],
  ['wants the village books shown: a complaint', '村务账目从不公开，请镇里督促', null],
  ['asks for a re-check of a meter', '电表走得太快，请供电公司上门检查', null],
  ['an ordinary complaint', '路灯一个月不亮没有人修', null],
  ['another place as an example', '请参考深圳的做法，在我市推行垃圾分类', null],
  ['comes from elsewhere', '我是从哈尔滨来打工的，单位在咱们开发区，欠了我三个月工资', null],
  ['the name of a body in a place name', '复议大厦门口没有停车位，来办事很不方便', null],
  ['a policy of the centre told of', '国务院的好政策到我们县为什么没落实', null],
  ['the street before a court', '本市人民法院门口路面破损', null],
]

it.each(table)('%s', (_why, text, kind) => {
  expect(findMisdirected(text)).toBe(kind)
})

it('a place of those who are written to is no other place', () => {
  const text = '我在武汉光谷的出租屋被断水断电，请处理'
  expect(findMisdirected(text, true)).toBeNull()
})
