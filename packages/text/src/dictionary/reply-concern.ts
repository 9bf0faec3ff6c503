// What letters complain of or ask about, in families, and by which words an answer takes each up. Written from the
// kinds of matter a citizens' hotline sorts by and from words that many letters share, over the text as written.

/** `raised`: how a letter speaks of it; `taken`: how an answer does, often in the office's words. */
export interface ConcernWords {
  raised: RegExp
  taken: RegExp
}

const concern = (raised: string, taken: string): ConcernWords => ({
  raised: new RegExp(raised, 'gu'),
  taken: new RegExp(taken, 'u'),
})

/** What disturbs those who live there. */
const nuisances = [
  concern('噪音|噪声|扰民|吵闹|太吵|震动', '噪|扰民|隔音|声音|分贝|静音|消音|震动|作业时间|施工时间'),
  concern('油烟|异味|气味|臭|废气|刺鼻', '油烟|异味|气味|臭|废气|烟|净化'),
  concern('污染|废水|污水|排污|粉尘|扬尘|灰尘', '污染|废水|污水|排放|排污|粉尘|扬尘|降尘|环保|环境|治污|洒水|水质'),
  concern('垃圾|脏乱|卫生(?![城院局部间厅室服委计])|油污', '垃圾|卫生|保洁|清运|清扫|清洗|环卫|油污'),
  concern('占道经营|摊贩|摆摊|流动摊|夜市', '占道|摊|夜市|经营秩序|城管'),
  concern('违建|违章|违规搭建|乱搭|搭建', '违建|违章|搭建|违法建设|拆除'),
  concern('采光|日照|通风|遮挡', '采光|日照|间距|通风|遮'),
]
/** Roads, traffic, and what stands beside them. */
const traffic = [
  concern('停车|乱停|车位|占道停', '停车|乱停|车位|停放|违停'),
  concern('堵车|拥堵|堵塞|逆行|闯红灯|交通混乱', '拥堵|堵|疏导|交通秩序|交警|违法'),
  concern('红绿灯|信号灯|路灯|照明', '红绿灯|信号灯|路灯|照明|亮化'),
  concern('监控|摄像头', '监控|摄像|探头|视频'),
  concern('斑马线|天桥|地下通道|人行道', '斑马线|天桥|通道|人行'),
  concern('护栏|隔离|减速带|围挡|围墙|限高', '护栏|隔离|减速|围挡|围墙|限高'),
  concern('修路|硬化|路面|坑洼|水泥路|拓宽', '路'),
  concern('公交|班车|发车', '公交|班|线路|站'),
  concern('地铁|轻轨|高铁', '地铁|轨道|高铁|号线'),
  concern('出租车|的士|拒载|网约车', '出租|的士|司机|驾驶员|网约车|车辆'),
]
/** Houses, estates and land. */
const housing = [
  concern('房产证|产权|不动产证|办证|过户', '产权|不动产|房产证|办证|过户'),
  concern('质量|开裂|裂缝|渗水|漏水|塌|脱落', '质量|裂|渗|漏|维修|修复|加固|塌'),
  concern('验收|检测|鉴定', '验收|检测|鉴定|检验|合格'),
  concern('物业', '物业'),
  concern('业委会|业主委员会', '业委会|业主委员会'),
  concern('电梯', '电梯'),
  concern('绿化|树木|绿地', '绿化|绿地|树|补植|补绿'),
  concern('配套|健身(?![房卡会])|公厕|厕所|停靠站', '配套|健身|厕|设施'),
  concern('安置|拆迁|征收|征地|搬迁', '安置|拆迁|征收|征地|搬迁'),
  concern('规划|图纸|平面图', '规划|图'),
  concern('宅基地|承包地|农田|耕地|土地(?!庙)', '宅基地|地'),
  concern('住房(?!公积)|公租房|廉租房|保障房', '住房|公租房|房'),
  concern('自来水|供水|停水|饮水|饮用水|水管|水质|用水|水费', '水'),
  concern('停电|电压|供电|电费|用电', '电'),
  concern('天然气|燃气|煤气', '气'),
  concern('宽带|信号差|网络信号|移动公司|电信', '宽带|信号|网络|移动|电信'),
]
/** Money, contracts and work. */
const dealings = [
  concern('工资|欠薪|薪|绩效|待遇', '工资|薪|待遇|绩效|发放|结清'),
  concern('社保|五险|养老保险|医保|参保', '社保|五险|保险|医保|参保'),
  concern('公积金', '公积金'),
  concern('加班|超时工作|休息日|节假日', '加班|工时|工作时间|休息'),
  concern('合同|协议', '合同|协议|约定'),
  concern('延期|逾期|拖延|迟迟|停工|烂尾|遥遥无期', '延期|逾期|工期|进度|停工|复工|预计|计划|交付|完成'),
  concern('收费|押金|缴费|交费|费用|收取|物业费|停车费', '收费|费|免费|标准|价'),
  concern('退款|退费|退钱|退还|退房|退学费|不退|退回', '退|返还'),
  concern('赔偿|补偿|违约金|损失', '赔|补偿|违约|损失'),
  concern('欺骗|欺诈|虚假|误导|承诺|忽悠', '虚假|欺|宣传|承诺|误导'),
  concern('强制|强迫|强行|摊派', '强制|强迫|自愿|强行|摊派'),
  concern('发票|收据|票据', '发票|收据|票'),
  concern('贷款|首付|利率', '贷款|首付|利率'),
  concern('无证|无照|执照|许可证|资质|证件不全|手续不全', '无证|执照|许可|资质|取缔|证照|备案'),
  concern('变质|过期|食品|食堂', '食品|食堂|检验|抽检|过期'),
]
/** What the state owes its people. */
const services = [
  concern('入学|学位(?!证)|招生|学区|就读', '入学|学位|招生|学区|就读|生源'),
  concern('补课|补习|培训|作业', '补课|补习|培训|作业'),
  concern('幼儿园', '幼儿园|入园'),
  concern('考试|成绩|录取|招聘|报考|面试', '考|成绩|录|招聘'),
  concern('学费|医药费|医疗费', '学费|医药费|医疗费|助学|资助'),
  concern('医院|手术|治疗|医生|病历', '医|病|手术|治疗'),
  concern('低保|救助|困难|贫困|残疾', '低保|救助|困难|贫困|残疾|补助'),
  concern('补贴|补助|奖励|优惠', '补贴|补助|奖|优惠'),
  concern('退休|养老金', '退休|养老'),
  concern('户口|户籍|落户|居住证|迁入|迁出', '户口|户籍|落户|迁|居住证'),
  concern('二孩|二胎|生育|独生子女', '二孩|两孩|生育|独生'),
  concern('开工|通车|开通|竣工|完工|复工|动工', '开工|通车|开通|竣工|完工|复工|动工|投入|建成'),
]
/** How people were treated, and by whom. */
const conduct = [
  concern('辱骂|威胁|恐吓|态度|嚣张|粗暴|刁难', '态度|批评|道歉|言行|辱骂|威胁|服务意识|作风|刁难'),
  concern('殴打|打人|打伤|报警', '殴打|打|伤|公安|派出所|立案|治安'),
  concern('安全隐患|隐患|危险|消防', '隐患|消防|排查|安全'),
  concern('公示|公开|透明|明细|公布', '公示|公开|透明|公告|明细|公布'),
  concern(
    '不作为|乱作为|失职|渎职|腐败|贪污|保护伞|受贿|勾结|以权谋私|侵占|截留',
    '履职|纪委|纪检|监察|问责|追责|不作为|处分|审计|作风|并未|不存在',
  ),
]

export const concerns = [...nuisances, ...traffic, ...housing, ...dealings, ...services, ...conduct]
