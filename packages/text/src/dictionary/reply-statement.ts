// The words that tell whether a matter goes on or is settled (§14-3), over the text as written.

/** Work that is said to be under way. */
export const underWay =
  /正在|正(?:组织|联合|抓紧|进行|由|协调|积极|着手|加紧|编制|筹|配合|会同|按)|待(?:批复|审批|.{2,24}(?:后|时))|前期工作|尚未(?:完成|完工|移交|启动|开工|验收|到位)|暂未(?:动工|移交)|整改中|办理中|推进中|进行中|着手|(?:进行|做好?|加紧).{0,4}对接|报建|研究(?:纳入|讨论)|审批后|协调会|(?:已|拟|将)(?:进入|列入|纳入).{0,16}(?:计划|规划|改造)|马上施工|正.{0,8}部署|(?:仍|还|尚)(?:然)?(?:存在|未|有待)|有待|(?:始终|一直)(?:没有|未能?)|未能.{0,6}成功|有所反弹|(?:酝酿|论证|商议|筹划)(?:之)?(?:中|阶段)/u
/** A plain no: the matter is concluded, whatever else the office means to do. */
export const declined =
  /(?:尚|暂|并)?不(?:具备|宜(?!居)|适宜|符合|适合).{0,24}(?:条件|标准|规定|要求|设置|建设|迁移|划设|安装|设立)|(?:尚|暂)?无法(?:兼顾|满足|给予|设置|设立|增设|安装)|不予(?:支持|批准|受理|办理|采纳)/u
/** Ordered of somebody, and not yet said to be done. */
export const ordered =
  /(?:已|当场|现场)?(?:要求|责令|责成|督促|下发|下达|敦促|交办).{0,40}?(?:整改|清理|修缮|改正|整治|加强|处理|完善|修复|清洗|拆除|落实|规范|退还|限期|通知书)/u
/** Done, agreed, found otherwise: nothing is left to wait for. */
export const settled =
  /已(?:经)?(?:于.{1,12})?(?:全部|基本|被)?(?:完成|整改到位|清运|清理|拆除|修复|解决|发放|办结|安装|扣押|竣工|处罚|拨付|退还|恢复|关闭|取缔|更换|补)|处理完毕|(?<!未能?|没有?)(?:表示|达成).{0,6}(?:满意|认可|理解|一致)|(?:整改|落实|清理|处理)(?:到位|完毕)|恢复正常|未发现|没有乱排|不存在.{0,20}(?:情况|现象|问题|行为)|情况不实|反映不实|与事实不符|批评教育|停班教育|经济处罚/u
/** A closing that any reply may have: it opens no second chapter by itself. */
export const general =
  /(?:加强|加大|完善|提高|做好|严格).{0,12}(?:监管|管理|宣传|巡查|力度|服务|教育|培训|检查|执法)|密切关注|继续关注|不定期|一如既往|认真对待/u
/** An intention that names no work: it will be looked into, thought about, striven for. */
export const bare =
  /认真(?:调研|研究|考虑|对待|听取|吸取)|积极(?:衔接|协调|争取|反映|向上)|努力(?:改进|做好)|会同.{0,10}研究/u
