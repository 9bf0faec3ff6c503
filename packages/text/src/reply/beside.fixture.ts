// Hits and look-alikes of the hints that need what stands on record beside a reply; all invented.
import type { Beside } from './beside.ts'
import type { HintCase } from './hint-case.fixture.ts'

const tap = '投诉青河市东湖小区自来水发黄。'
const lamp = '反映南岭镇石桥村路灯不亮。'
const bus = '咨询12路公交车为什么取消夜班。'
const universal = '您好，我们会尽快安排专人核实处理您的问题，请您耐心等待，祝您生活愉快。'
const sameFor = (letter: string, reply: string, otherLetter: string, otherReply: string): HintCase => ({
  letter,
  reply,
  beside: { others: [{ letter: otherLetter, reply: otherReply }] },
})

export const q2hits: HintCase[] = [
  sameFor(tap, universal, lamp, universal),
  sameFor(lamp, universal, bus, universal),
  sameFor(bus, universal, tap, universal),
  sameFor(tap, `${universal}2026年11月2日`, lamp, `${universal}2026年10月9日`),
  ...[
    ['您反映的问题我局高度重视，已安排相关科室调查处理，感谢您对我们工作的支持。', '投诉菜市场短斤少两。'],
    ['来信收悉，您的建议很好，我们将在今后工作中认真研究采纳，欢迎继续监督。', '建议在西关小学门口设斑马线。'],
    ['此事涉及多个部门，我们将积极协调，争取早日解决，请您理解。', '请求硬化柳河村通组路。'],
    ['经研究，按相关政策执行，请您关注后续通知，谢谢您的理解。', '咨询灵活就业社保补贴。'],
    ['您好，您咨询的事项请以现行文件为准，如有变动将及时公布。', '咨询公租房申请条件。'],
    ['感谢来信，我镇将进一步加强管理，严格督促落实，切实改善人居环境。', '反映垃圾三天没人清运。'],
    ['您好，已责成有关单位依法依规处理，处理情况将及时反馈。', '举报河边采砂。'],
    ['收到您的来信，我们十分重视，立即召开会议研究部署，全力推进。', '投诉工地夜间施工。'],
  ].map(([reply, asked]) => sameFor(asked!, reply!, tap, reply!)),
]

export const q2misses: HintCase[] = [
  { letter: tap, reply: universal },
  sameFor(tap, universal, tap, universal),
  sameFor(tap, universal, '投诉青河市东湖小区自来水发黄有味。', universal),
  sameFor(tap, '经查，11月3日东湖小区管网检修后水质已合格。', lamp, '石桥村12盏路灯已于11月5日修复。'),
  sameFor(lamp, '石桥村12盏路灯已于11月5日修复。', tap, universal),
  sameFor(bus, '12路夜班客流日均3人，经听证取消。', lamp, '石桥村路灯已列入明年计划。'),
  sameFor(bus, '12路夜班已于11月1日恢复，末班22:30。', bus, '12路夜班已于11月1日恢复，末班22:30。'),
  { letter: lamp, reply: '路灯线路老化，已更换电缆300米。', beside: { others: [] } },
  sameFor(tap, '水质检测报告附后，浊度0.4，符合国标。', bus, '水质问题请联系水务集团，夜班问题请联系公交公司。'),
  sameFor(lamp, '感谢来信，路灯已修复。', bus, '感谢来信，夜班公交12月起恢复至23点，票价不变，欢迎乘坐。'),
  sameFor('投诉东湖小区水发黄。', '东湖小区水管已冲洗。', '投诉西湖小区停电。', '西湖小区变压器已更换，供电恢复。'),
  sameFor(tap, '已安排水务集团冲洗管网，11月8日前完成。', lamp, '已安排供电所更换灯具，11月9日前完成。'),
]

const promised = (text: string, due: string | null, kept = false): Beside => ({
  today: '2026-11-28',
  promised: [{ text, due, kept }],
})
export const q12hits: HintCase[] = [
  ['将于10月31日前公布检测结果', '2026-10-31', '东湖小区环境整治正在推进。'],
  ['10月底前公布调查报告', '2026-10-31', '感谢您的关注，欢迎继续监督。'],
  ['11月15日前修复路灯', '2026-11-15', '我镇高度重视人居环境工作。'],
  ['9月底前复工', '2026-09-30', '住建局一直在与开发商沟通。'],
  ['两周内公布处理结果', '2026-11-10', '涉事人员已停职。'],
  ['11月20日前退还押金', '2026-11-20', '市场监管所已约谈公司。'],
  ['10月20日前答复来信人', '2026-10-20', '此事涉及多个部门。'],
  ['11月1日前开通夜班公交', '2026-11-01', '公交公司经营困难。'],
  ['年中完成绿化补植', '2026-06-30', '园林处加强日常巡查。'],
  ['8月底完成电梯检测', '2026-08-31', '物业已更换。'],
  ['11月25日前召开听证会', '2026-11-25', '收费标准按文件执行。'],
  ['11月27日前拆除围挡', '2026-11-27', '道路施工期间请绕行。'],
].map(([text, due, reply]) => ({ reply: reply!, beside: promised(text!, due!) }))
export const q12misses: HintCase[] = [
  { reply: '东湖小区环境整治正在推进。' },
  { reply: '检测结果已于10月30日公布，水质合格。', beside: promised('将于10月31日前公布检测结果', '2026-10-31') },
  { reply: '环境整治正在推进。', beside: promised('将于12月31日前公布检测结果', '2026-12-31') },
  { reply: '环境整治正在推进。', beside: promised('将于10月31日前公布检测结果', '2026-10-31', true) },
  { reply: '环境整治正在推进。', beside: promised('将公布检测结果', null) },
  { reply: '环境整治正在推进。', beside: { promised: [{ text: '公布结果', due: '2026-10-31', kept: false }] } },
  { reply: '路灯已于11月12日修复，逾期致歉。', beside: promised('11月15日前修复路灯', '2026-11-15') },
  { reply: '复工时间由9月底推迟到12月，原因是资金。', beside: promised('9月底前复工', '2026-09-30') },
  { reply: '押金已全部退还。', beside: promised('11月20日前退还押金', '2026-11-20') },
  { reply: '夜班公交已于11月1日开通。', beside: promised('11月1日前开通夜班公交', '2026-11-01') },
  { reply: '今日召开听证会。', beside: promised('11月28日前召开听证会', '2026-11-28') },
  { reply: '围挡拆除完毕。', beside: promised('11月27日前拆除围挡', '2026-11-27') },
]

const before = (text: string): Beside => ({ published: [text] })
export const q15hits: HintCase[] = [
  ['事故造成死亡3人，已妥善安置。', '事故造成死亡2人，6人受伤。'],
  ['疏散群众1200人。', '现场疏散群众800人。'],
  ['涉及业主436户。', '此次停工涉及业主512户。'],
  ['欠薪总额96万元。', '经初步核查，欠薪总额69万元。'],
  ['过火面积30亩。', '过火面积约12亩。'],
  ['送医学生62名。', '目前送医学生48名。'],
  ['退费金额共18万元。', '退费金额25万元。'],
  ['受影响用户2300户。', '停水受影响用户5600户。'],
  ['整改餐馆12家。', '已整改餐馆21家。'],
  ['查扣渣土车8辆。', '查扣渣土车5辆。'],
  ['坍塌面积200平方米。', '坍塌面积350平方米。'],
  ['立案企业3家。', '已立案企业6家。'],
].map(([reply, published]) => ({ reply: reply!, beside: before(published!) }))
export const q15misses: HintCase[] = [
  ['事故造成死亡3人，已妥善安置。', '事故造成死亡3人，6人受伤。'],
  ['疏散群众800人。', '现场疏散群众800人。'],
  ['涉及业主512户。', '此次停工涉及楼栋6处。'],
  ['已发放工资40万元。', '欠薪总额69万元。'],
  ['过火面积12亩。', '过火面积12亩，投入扑救人员60人。'],
  ['出院学生40名。', '送医学生48名。'],
  ['退费金额25万元。', '退费金额25万元。'],
  ['已恢复用户5600户。', '停水受影响用户5600户。'],
  ['停业餐馆2家。', '已整改餐馆21家。'],
  ['查扣渣土车5辆。', '检查渣土车50辆。'],
  ['清理面积350平方米。', '坍塌面积350平方米。'],
].map(([reply, published]) => ({ reply: reply!, beside: before(published!) }))
q15misses.push({ reply: '立案企业3家。' })
