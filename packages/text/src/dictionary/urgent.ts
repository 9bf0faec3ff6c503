// What letters about danger, despair and children harmed are told in, and what everyday complaints are: senses that the
// model of early words weighs beside letters. None of them marks a text by itself.
import { anyOf } from '../casualty/pattern.ts'

/** Over the bare copy: no punctuation there. In the order of the weights of the model's file, class by class. */
const sources: readonly string[] = [
  // Asks how something goes.
  anyOf`请问 想问 问问 咨询 能不能 可不可以 能否 是否 怎么[办申走查取报算收] 如何 什么时候 多久 几号 哪[里个儿]? 谁来?出钱 要哪些 合理吗 标准 政策 条件 流程 手续 有没有 多少钱`,
  // Asks for something to be done in good time.
  anyOf`
    希望 建议 请(?!快|速|赶|立) 督促 协调 整改 尽快 早点 反映 投诉 举报 答复 解释 管管 列入 检修 维修 重做 更换 换[个新] 加装 装[个一上几] 补上 修剪 清[理淤一] 加固 检查 检测 鉴定 公示 调解
    培训 提前
  `,
  // Money, contracts and what they are about.
  anyOf`
    [0-9一二两三四五六七八九十几百]+[百千万块元毛]钱? 押金 定金 退[款费钱还]? 收费 涨价 工资 工钱 合同 补贴 报销 [拖还]欠 欠条 借[给我条] 贷款? 房贷 月供 利息 中介 房东 租 赔 会员 扣 押了
    保险 公积金
  `,
  // Again and again.
  anyOf`经常 常常 时常 常年 总[是有]? 老[是在] 天天 每[天日晚次到周月年回] 一到 动不动 三天两头 多次 好几 [0-9二两三四五六七八九十几半]+[次回趟遍] 一直`,
  // Over.
  anyOf`去年 前年 往年 前几年 早些年 当年 以前 原先 曾 上[次回周] 上个?[月星礼] 前些 年初 那次 小时候 年前 [冒着漏炸塌掉断困摔淹烧滑撞砸起出发倒]过`,
  // So long ago, so long waited.
  anyOf`到现在 至今 [0-9一二两三四五六七八九十几半好大]+个?多?(?:月|年|星期|礼拜|周) 一直没 还没 还是 没下文 没人修 没人清 拖 迟迟 说好 答应`,
  // Who is to see to it.
  anyOf`物业 开发商 维保 客服 窗口 城管 环保 住建 供电 电力 燃气公司 自来水 施工 社区 街道 村[里委] 业委会 园林 市政 交警 教育局 人社 民政 医保 业主 居民 商家 老板 包工头 平台 公司`,
  // Thanks and politeness.
  anyOf`感谢 谢谢 点赞 辛苦 您好 尊敬 盼 领导`,
  // What is broken or worn.
  anyOf`坏了? 松 裂 漏 堵 锈 老化 翘 井盖 盖板 护栏 栏杆 路灯 墙皮 瓷砖 防水 渗 发霉 不亮 打不着 报修 配件 停用 质量`,
  // Noise, smell, dirt.
  anyOf`吵 噪 音响 喇叭 轰 嗡 咚 睡[不觉] 臭 味道 灰 烟囱 尾气 油烟 脏 垃圾 苍蝇 粉尘 污水 衣服`,
  // Dogs and the like, at large.
  anyOf`遛 拴 牵绳 流浪 狗证 养[狗鸡猫] 粪 汪 邻居的 宠物`,
  // Works, houses unfinished.
  anyOf`工地 停工 复工 烂尾 交房 塔吊 楼盘 售楼 期房 网签 封顶 围挡`,
  // School as usual.
  anyOf`作业 食堂 校服 学费 补课 托管 家长群 报名 班主任 学区 校车 住校 放学 眼镜 午睡`,
  // Counters, clinics and papers as usual.
  anyOf`材料 证明 申请 审批 批下?来 挂号 门诊 办理? 低保 退休 养老 社保 康复 评估 志愿者 手术 病`,
  // Drills, shows, lessons.
  anyOf`演练 演习 宣传 课 讲座 培训 电影 新闻 听说 据说 玩`,
  // Now.
  anyOf`刚[才刚又] 现在 这会 正[在往从] 突然 今[天晚早] 一下子 马上 还在 半天 分钟 [个点]钟 越来越`,
  // Cries for help.
  anyOf`快[来派点叫救去] 救 赶紧 赶快 求求? 急 来人 120 119 110 报警 打不通 没人敢 喊 叫 拍门`,
  // Somebody lies there.
  anyOf`倒[了在下地] 躺 趴 晕 昏 抽 没声 没动静 不动 不应 没反应 睁不开 喘 吐 血 断了 紫 肿 脸[色都上]`,
  // Cannot get out.
  anyOf`出不 下不[来去] 跑不 走不[了动脱] 上不来 没出来 没上来 [里下][面头](?:还)?(?:有|[0-9一二三四五六七八九十几]) 底下 压[着住在] 埋 卡[住在] 被?困[在住] 锁 夹 还有人`,
  // Fire, gas, water, what falls.
  anyOf`火 烟 炸 爆 烧 燃 漏气 煤气 液化气 氨 毒 水[淹没漫进] 洪 塌 垮 滑坡 泥石 砸 掉下 坠 触电 电线 高压 冒`,
  // Blades and blows.
  anyOf`刀 斧 棍 砍 捅 打(?!电话|工|算|开|扫|印|车|麻将|卡|不|折|听|游戏|架子|针|井|桩|点|交道|官司) 追[着打砍] 血 铁管 砸门 威胁`,
  // Death, and means to it.
  anyOf`
    (?<![热累气堵锁笑吓烦臭渴饿冻烂卡关])死(?!鱼|机|角|板|猫|狗|亡证) 活[着不够] 命(?!名|令) [农毒眠]药 药[片粒攒都买了] 跳(?!闸|舞|绳|表) (?<![牵狗拴])绳 桥[上栏边下]
    [上到爬]楼顶 楼顶[上坐站边] 天台 窗台 割 炭 江边 河边 遗[书言] 骨灰 收尸 了断 结束 解脱 汽油
  `,
  // Farewell and hand-over.
  anyOf`照顾好 交给你 托[付给] 留给 银行卡 密码 对不起 再见 今晚 明早 下辈子 来世 别[找回劝恨] 保重 转告 写好了 送人 我走了? 先走 就这样吧`,
  // Nothing left.
  anyOf`撑不 扛不 熬不 没意思 没盼头 拖累 累赘 绝望 没路 无路 逼[我死债疯] 没人知道 一闭眼 闭上眼 睡过去 不想(?:再)?[活醒]`,
  // With others into it.
  anyOf`陪葬 同归 一[起块][走死去] 谁也别 他们一家 你们.{0,6}等着 点[着火] 报应 偿命 拼了`,
  // Children.
  anyOf`孩子 娃 小孩 女儿 儿子 闺女 孙[子女] 学生 女孩 男孩 姑娘 丫头 弟弟 妹妹 幼儿 婴 [一二三四五六七八九十0-9]+岁 初[一二三中] 年级`,
  // What is done to them.
  anyOf`
    打(?!电话|工|算|开|扫|印|车|麻将|卡|不|折|听|游戏|架子|针|井|桩|点|交道|官司) 掐 拧 绑 拴 关[在进着] 锁 摸 脱 亲[嘴她他我] 抱着 烫 抽 甩 扇 饿 不给[吃饭] 逼 堵 拍[照了视] 裸 扎
    捂 喂 卖 陪 骗 拐 拽 带走 跟.{0,4}走
  `,
  // What is seen of it.
  anyOf`哭 印子 (?<!受)伤(?!残|风) 青 紫 疤 不敢[说回睡] 害怕 发抖 做噩梦 尿 流血 惨叫 怀[了孕] 肚子[大疼] 不说话 [别不]要?告诉 不让.{0,4}说`,
  // Who does it.
  anyOf`继父 后[爸妈爹] 叔叔 教练 校医 老头 男的 女的 网友 陌生 他爸 她爸 养[父母] 保姆 阿姨 大孩子 高年级 那家 隔壁 亲戚 舅`,
  // Not come home.
  anyOf`没回[来家]? 没到家 不见了? 找不[到着][人孩娃他她] 联系不上 关机 失踪 走失 没接到 一夜 被接走`,
]

export const urgentSenses: readonly RegExp[] = sources.map((source) => new RegExp(source, 'u'))
