// The words by which a reply shows what belongs to a person (§8.2 Q13, §9.1): not what belongs to an office.
import { anyOf } from '../casualty/pattern.ts'

/** What belongs to a person and is nobody else's business. */
export const intimate = new RegExp(
  [
    '现年\\d+岁|全家\\d+口(?:人)?|属?(?:间歇性|重度)?精神(?:病|分裂症)(?:患者|人)?(?=[，,、。])|\\d{17}[\\dXx]|年收入\\d',
    '(?:妻子|丈夫|老伴|儿子|女儿|父亲|母亲)[\\p{Script=Han}]{0,6}?(?:在.{0,8}打.?工|务工|读书|就读|患|残疾|离异)',
    '(?<![您你][^，。；]{0,6})(?:19|20)\\d\\d年\\d{1,2}月\\d{1,2}日出?生(?![效产成活态育])',
    '密码(?:均)?为|身患.{1,8}(?:病|癌)|感染(?:者|了)?艾滋|家住[^，。]{2,20}\\d+(?:号|栋|室)',
  ].join('|'),
  'u',
)

const illness = anyOf`
  [\p{Script=Han}]{0,8}(?:癌|肿瘤|白血病|尿毒症|肝炎|肝硬化|艾滋病?|HIV|梅毒|性病|结核|抑郁症?|焦虑症|精神分裂症?|精神残疾|双相|自闭症|智力残疾|糖尿病|癫痫|不孕|流产|酒精依赖|吸毒)
`
/** An illness of somebody the reply tells of: 您母亲患…, 其系…; not of whoever has it (患者可免费…). */
export const illnessOf = new RegExp(
  `(?:[您其他她]|同志|女士|先生|邻居|本人|来信人|反映人|[\\p{Script=Han}]某)(?:的)?${anyOf`丈夫 妻子 父亲 母亲 儿子 女儿 爱人 家属 孩子 老伴`}?(?:确实|现|曾|均)?(?:患有?|系|有|被?确诊为?|诊断为|检出|感染)(?!无|权)${illness}` +
    `|(?:诊断为|确诊为|检出)[^。；]{0,30}?(?:阳性|癌|艾滋|梅毒|精神)`,
  'u',
)

const crowd = anyOf`群众 市民 居民 网友 网民 匿名 重复 多人 他人 有人 恶意 信访 热心 电话 来信 来电 12345 媒体 虚假 属实 您 多次 依法 线索`
/** Who told on whom: the informant's place in life or name, or his telling handed to those told on. */
export const informant = new RegExp(
  [
    `(?:举报|检举|投诉|反映|控告)人(?:系|为|是|叫|身份为)(?!我[镇县市区]|匿名|同一|实名|您|否|谁)[^，。；]{2,24}`,
    `(?:系|是|为)(?!(?:${crowd}))(?:(?!${crowd})[^，。；]){2,20}?(?:举报|检举|控告)(?=[，。；、]|所致|引发|$)`,
    '(?:投诉|举报|反映|检举)[您你](?:家)?的?(?:人)?(?:是|为|系)(?!否|什么|谁)[^，。；]{2,20}',
    `(?<![未没不勿得])(?:将|把)(?:您|你|来信人|举报人|投诉人)[^，。；]{0,16}(?:姓名|电话|手机号?|号码|联系方式|身份|住址|举报(?:信|材料|内容|情况))[^，。；]{0,16}?(?:告知|告诉|转告|转给|发给|提供给|反馈给|转交|交给|给)(?:了)?[^，。；]{0,12}(?:被[^，。；]{1,4}(?:人|单位|方)|商[家户场]|店|超市|公司|企业|厂|负责人|老板|对方|物业|项目部|学校|邻居)`,
  ].join('|'),
  'u',
)

const kin = anyOf`丈夫 妻子 父亲 母亲 儿子 女儿 爱人 弟弟 哥哥 姐姐 妹妹 前夫 前妻 公公 婆婆 孙子 孙女 老伴`
/** What the law calls sensitive, of somebody close to the writer or in the case: illness, crime, money. */
export const sensitive = new RegExp(
  `(?:[您其他她]的?|来信人|邻居|对方)(?:${kin})?[^，。；患]{0,10}(?:因)?(?:身?患有?|罹患|查出|确诊)(?!者)[^，。；者]{1,12}(?:病(?![种历房案人情])|症|炎|癌|瘤|残疾|障碍)` +
    `|(?:${kin}|[\\p{Script=Han}]某|对方|邻居|本人)[^，。；]{0,8}(?:因|曾|正|系|被)[^，。；]{0,6}(?:吸毒|贩毒|嫖娼|赌博|盗窃|诈骗|强奸|犯罪|服刑|判刑|戒毒|刑满|拘留|逮捕)` +
    `|${kin}[^，。；]{0,6}名下[^，。；]{0,10}(?:存款|房|车|工资|退休金|基金|保险)[^，。；]{0,6}\\d`,
  'u',
)
/** Somebody who is no office, before his name. */
export const whose = new RegExp(
  `(?:${kin}|${anyOf`对方 车主 对方车主 邻居 户主 养犬人 发帖人 发言人 肇事者 打人者 涉事学生 来电人 租客`})(?:名?叫|为|是|系|：|:)?(?=[\\p{Script=Han}]{2,3}(?:，|、|（|名下|小朋友|同学|因|在|系|的手机|的电话|\\d))`,
  'u',
)

/** A pupil by class and name: 七年级4班学生王…. */
export const pupil =
  /(?:[一二三四五六七八九]|初[一二三中]|高[一二三中]|小学)?(?:年级|[一二三四五六]年?)[（(]?\d{1,2}[)）]?班(?:的)?(?:学生|同学|女生|男生)?[\p{Script=Han}]{2,3}(?=因|与|和|打|被|将|在|的|，|、|为)(?<!班(?:级|长|主任|的|学生|同学|家长|老师|全体|人数|学位))|[\p{Script=Han}]{2,3}(?:小朋友|同学)[（(]/u

/** A home known by building or village group, and who lives there. */
export const dweller =
  /(?:\d+|[一二三四五六七八九十]+)(?:号楼|栋|幢|单元|门|组|室)(?:\d+(?:室|号|门|单元)){0,3}(?:的)?(?:业主|住户|居民|村民)?(?:的)?(?=[\p{Script=Han}]{2,3}(?:所|，|、|与|和|在|发|将|因))/u

/** Whose telephone is one of an office: said of the number, before it. */
export const officePhone =
  /(?:值班|抢修|维修|客服|热线|咨询|服务|投诉|监督|举报|工作用?机?|公务|办公|承办|经办|负责|项目)(?:人|员|部)?[\p{Script=Han}]{0,8}(?:电话|手机|联系方式|热线|号码)?(?:号码)?[是为:：（(]?\s*$/u
/** A desk that anybody may go to stands before its address. */
export const deskBefore =
  /(?:[局委办所院站队馆厅科处]|中心|大厅|窗口|街道|社区|委员会|仲裁委|大队|支队|银行|网点|医院|学校|指挥部|服务站|便民|救助站|档案|公司|企业|厂|店|登记住所|注册地|经营场所|办公地址|联系地址|办理地点|地点|地址)[^，。；]{0,10}[（(：:，,位于为是在]{0,3}[^，。；（(]{0,12}$/u
/** Whoever dwells there is named. */
export const dwells = /(?:家住|现住|居住|住址|住在|其住|您家|你家|户籍地址|家庭住址)[^，。；]{0,16}$/u
/** A door that is one of many: room or stair, not a house number alone. */
export const doorLevel = /室|房|户|单元|门栋|\d+[-—]\d+[-—]\d+|\d+[-—]\d{3,4}/u
