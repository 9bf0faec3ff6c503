// 300 disguised texts: what is written to slip past words keeps its topic. Dozens of invented texts, eight disguises.
import { expect, test } from 'vitest'
import { openTagger } from './tag.ts'

const tagger = openTagger()

const texts: [topic: string, text: string][] = [
  ['wages', '青河市滨江工地拖欠农民工工资半年，包工头跑了，劳动监察也没有结果。'],
  ['wages', '我在服装厂做了八个月，老板拖欠工资，离职后一直不结清，请帮忙讨薪。'],
  ['wages', '环卫工人三个月没发工资，公司说没有钱，大家都等着用钱。'],
  ['wages', '外卖骑手被站点克扣工资，加班费一分没有，投诉后被辞退。'],
  ['realestate', '开发商延期交房一年，业主多次维权，房子还是没有交付。'],
  ['realestate', '楼盘烂尾三年，房贷每月照还，购房者要求公开预售资金去向。'],
  ['realestate', '买了商品房五年，开发商一直不给办理不动产证，孩子上学落户都受影响。'],
  ['realestate', '新房交付后墙面开裂渗水，房屋质量太差，开发商拒绝赔偿。'],
  ['realestate', '理财平台逾期，几百名投资人血本无归，希望公安查处非法集资。'],
  ['environment', '化工厂夜里偷偷排放废气，刺鼻异味让居民开不了窗。'],
  ['environment', '楼下烧烤店油烟扰民，油烟直排到居民家里，城管也不管。'],
  ['environment', '工地凌晨还在夜间施工，噪音扰民，老人孩子睡不着觉。'],
  ['environment', '村口小河被养猪场污水染黑，臭气熏天，鱼都死光了。'],
  ['environment', '采石场扬尘漫天，附近庄稼上全是粉尘，环保部门来过几次也没有整改。'],
  ['foodsafe', '学生食堂吃出虫子，多名孩子食物中毒上吐下泻。'],
  ['foodsafe', '超市销售过期食品，牛奶已经变质，商家拒不承认。'],
  ['foodsafe', '外卖里有蟑螂，餐馆后厨卫生很差，请食药监查处。'],
  ['education', '小区孩子没有学位，小学入学被分到很远的学校，家长意见很大。'],
  ['education', '初中老师办补习班有偿补课，不去的学生就被穿小鞋。'],
  ['education', '培训机构跑路，几百名家长的学费退不回来。'],
  ['education', '民办幼儿园乱收费，学费一年涨了两次，教育局能不能管管。'],
  ['medical', '市人民医院误诊，手术失败后医生推诿，家属要求鉴定医疗事故。'],
  ['medical', '农村合作医疗报销比例太低，住院花了三万只报销八千，医保政策到底怎样。'],
  ['medical', '卫生院晚上没有值班医生，急诊病人只能送到县城医院。'],
  ['elderly', '父亲今年六十岁，企业退休金一直没有发放，养老保险缴费年限算错了。'],
  ['elderly', '养老院护工虐待老人，家属去看望时发现老人身上有伤。'],
  ['elderly', '社保断缴两年，想补缴养老保险到退休年龄，社保局说不能补缴。'],
  ['safety', '青河市一化工厂爆炸起火，已造成三人死亡，消防正在救援。'],
  ['safety', '小区消防通道被私家车占用，一旦发生火灾消防车进不来，安全隐患很大。'],
  ['safety', '学校门口没有红绿灯和斑马线，学生过马路非常危险，已经发生多起车祸。'],
  ['safety', '两辆货车相撞侧翻，司机被困，事故造成两人受伤。'],
  ['hardship', '我家是低保户，今年低保被取消，父亲残疾没有劳动能力，生活十分困难。'],
  ['hardship', '重度残疾人补贴半年没有到账，请残联和民政局核实。'],
  ['hardship', '申请公租房排队三年，一家五口挤在出租屋，家庭特别困难。'],
  ['epidemic', '小区出现确诊病例，被封控隔离半个月，核酸检测结果还没出来。'],
  ['epidemic', '从外地回来被要求集中隔离十四天，隔离点费用自理合理吗，防疫政策请说明。'],
  ['epidemic', '新冠疫苗第二针接种点在哪里，社区医院说没有疫苗。'],
  ['epidemic', '我市新增本土确诊病例两例，流调溯源和密接排查正在进行。'],
]

const traditional: [string, string][] = [
  ...'资資 欠欠 没沒 发發 讨討 业業 开開 发發 学學 医醫 养養 儿兒 间間 污污 产產 证證 环環 烟煙 气氣 车車 险險 残殘 难難 门門 离離 检檢 测測 结結 过過 伤傷 师師'.matchAll(
    /(\S)(\S)/g,
  ),
].map(([, from, to]) => [from ?? '', to ?? ''])

const disguises: [name: string, disguise: (text: string) => string][] = [
  ['traditional script', (text) => traditional.reduce((out, [from, to]) => out.replaceAll(from, to), text)],
  ['zero-width letters', (text) => [...text].join('\u200b')],
  ['full-width spaces between all letters', (text) => [...text].join('\u3000')],
  ['symbols between all letters', (text) => [...text].join('·')],
  ['emoji between words', (text) => text.replace(/(.{4})/gu, '$1😡')],
  ['no punctuation', (text) => text.replace(/[，。、]/g, '')],
  ['stripped brackets and underscores', (text) => text.replace(/(.{3})/gu, '$1_】')],
  ['broken letters in the rest', (text) => `Ã¤Â¸Â­å›½${text}ï¿½ï¿½锟斤拷锟斤拷`],
]

const rows = texts.flatMap(([topic, text]) =>
  disguises.map(([name, disguise]) => ({ topic, name, text: disguise(text), plain: text })),
)

test('there are three hundred disguised texts', () => {
  expect(rows.length).toBeGreaterThanOrEqual(300)
})

test.each(disguises.map(([name]) => name))('%s hide no topic', (name) => {
  const lost = rows.filter((row) => {
    if (row.name !== name) return false
    const ids = tagger.tag(row.text).topics.map((hit) => hit.id)
    return !ids.includes(row.topic)
  })
  expect(lost.map(({ topic, plain }) => `${topic} ${plain}`)).toEqual([])
})

test('what a wrong charset leaves around a text changes no score', () => {
  const scores = (text: string) => tagger.tag(text).topics.map(({ id, score }) => `${id} ${score}`)
  for (const [, text] of texts) expect(scores(`Ã¤Â¸Â­å›½锟斤拷${text}锟斤拷ï¼Œé”™è¯¯`)).toEqual(scores(text))
})
