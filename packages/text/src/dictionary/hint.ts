// What a stretch of a letter may hold that hints at somebody in office, or at none: words by their sense, so that the
// model of reports need not have seen each of them. The order is that of its weights.
import { anyOf } from '../casualty/pattern.ts'

const sources = [
  // Somebody in office.
  anyOf`
    [局厅处科股院校园所站队部镇乡县市区馆庭场库行组村]长(?!期|远|大|度|时|途|假|效|久|安) 书记 主任 支书 村官 干部 民警 警官
    法官 会计 出纳 负责人 把手 秘书 科员 参谋 领导 院领导 头儿 那位 分管 内勤 协管 经办 评委 考官 监理 验收员 社工 组织部
  `,
  // Where they sit.
  anyOf`
    [局厅署] [所站](?!以|有|谓) 派出所 街道 社区 居委 村委 村里 镇[上里] 乡里 县里 区里 单位 机关 政府 法院 法庭 医院
    卫生院 学校 交警 城管 路政 消防 税务 民政 社保 医保 残联 管委会 指挥部 管理处 中心 大队 中队 国企 公家 [检征拆][收迁]办
    银行 信用社 供电 水务 国土 规划 招标办
  `,
  // Kin.
  anyOf`
    侄 外甥 小舅子 舅 姐夫 妹夫 连襟 丈母娘 岳父 老丈人 小姨子 亲戚 亲家 表[弟哥妹姐亲侄] 堂[弟哥兄] 弟弟 他弟 弟媳 儿媳 女婿
    儿子 女儿 老婆 妻 媳妇 爱人 老公 家属 本家 亲眷 沾亲 的?爹 他[爸妈] 大哥 二叔 姐姐 妹[子妹] 小叔子 公子 自己人 自家
    干儿子
  `,
  // Who eats and plays with whom.
  anyOf`
    同学 战友 发小 老乡 同乡 同窗 老部下 牌[友搭] 司机 哥们 称兄道弟 一伙 合伙 关系户 熟人 有关系 关系不一般 走得近 一个桌
    一起吃 一起喝 吃饭 喝酒 打牌 打麻将 包间 饭店 搂着
  `,
  // What is brought along.
  anyOf`
    烟 酒(?!店|驾) 茶[叶庄] 一饼 红包 信封 箱子 礼 卡里? 土鸡 土猪 羊 油米 一桶油 送过? 塞 递 表示 意思 诚意 打点 懂事
    懂规矩 沾点 好处 孝敬 份子 随礼 过节 逢年过节 搬东西 提着 拎着 放东西 请客 摆了?一桌 请吃
  `,
  // Sums and cuts.
  anyOf`
    [0-9一二两三四五六七八九十几百]+[百千万块元毛成] 钱 款 差价 分[成红] 返 点 提成
  `,
  // What is kept.
  anyOf`
    自己收 往上分 里面的?人?分 几个人分 分了 对半 拿走 拿了 谁拿 进了 口袋 裤兜 腰包 攥 吞 截 扣下 瓜分 平均了 里应外合 合着
    一条心 吃差价 卖了 拉走 搬走 占着 占[三四几]? 自己拿 揣
  `,
  // What is given out to firms.
  anyOf`
    工程 项目 施工 承包 包给 供货 采购 料 沥青 砂石? 绿化 装修 食堂 配餐 校服 教辅 维修 设备 耗材 门面 租 店 公司 厂 队伍
    中标 标段 招标 开标 投标 标书 招租 拍卖 地 亩 林子 鱼塘
  `,
  // Always the same.
  anyOf`
    都是[那一同] 每[次回年]都 全是 总是 永远是 一家 同一个 就那家 只有[一他]家? 只让 五年 三年 指定 必须 非得 只能 一手 全包
    全给 都给了 独 归他 他家
  `,
  // Dearer or cheaper than elsewhere.
  anyOf`
    [高低]得 贵[一两三几出了] 贵 翻 倍 市[场价] 外面 网上 比[^0-9]{1,6}[低高贵] 低价 便宜 一半 造价 进价 评估 虚高
    报价
  `,
  // On paper only.
  anyOf`
    没见过 没见 不认识 挂名 挂着 空 假 编 改 补的 代签 签到 手印 名单 表上 账上 报[了的上] 写的 写着 顶 冒 虚 凑 其实 实际
    压根 根本 从没 没干 没上 一分没 从来没 重新 写成 开成 做成
  `,
  // Papers.
  anyOf`
    账 发票 票 报销 单据 收据 条子 本子 合同 会议 考勤 档案 记录 案卷 材料 表
  `,
  // What the poor and the moved are due.
  anyOf`
    低保 补贴 补助 救助 困难户 贫困 指标 名额 五保 危房 公益岗 慰问 扶贫 补偿 征地 拆迁 安置 宅基地 养老金? 残疾 退耕 奖补
    公租房 廉租 保障房 移民 救灾
  `,
  // Posts and votes.
  anyOf`
    招聘 面试 考[试进编核察] 笔试 提拔 升 调[到进走去] 编制? 岗 工资 上班 绩效 职称 评优 优秀 选举 票箱 换届 投票
    选[之聘社] 转正 工龄
  `,
  // What opens doors.
  anyOf`
    章 验收 审批 批[下了] 签字 盖 通过 过了 就过 当场 马上 立马 第二天 当天 就[下给批放办好没成] 合格 办成 放行
  `,
  // What befalls who does not.
  anyOf`
    扣着? 卡[着住] 压 罚 查[封账]? 挑毛病 不[给送交走塞请出买签][^请]{0,5}就 不拿就 找上门 威胁 停了 断 点名 调去 换掉
    穿 报复 撤了 泼 砸
  `,
  // Known beforehand.
  anyOf`
    提前 之前就 早就 头天 前一[晚天] 通风 透 打招呼 招呼 先来电话 传 内定 定好 定了 上门 知道是我 信[就里] 复印 落到 转到
  `,
  // Held down.
  anyOf`
    压下 瞒 封口 删 监控 改过 没报 顶替? 没事 摆平 罩 后台 背后 站着谁 上面有人 睁[只一] 一路 绿灯 护着 包着 护 不了了之
  `,
  // How somebody lives.
  anyOf`
    名下 [三四五六七八九几]套房 套房 门面 豪车 轿车 新车 换车 换了?[一二两]台 别墅 手表 小楼 三层 国外 工资才 不到六千 钱从哪
  `,
  // Left to be guessed.
  anyOf`
    谁心里 心里有数 大家都 谁都 谁敢 不敢 没人敢 你们去 去查查 查一查 核实 问一问 钱从哪 去哪 门道 巧合 说法 怪 鬼才 猜 嘀咕
    明白 清楚 说不清
  `,
  // What belongs to all.
  anyOf`
    公家 公车 公款 集体 国家 上头拨 拨[下的] 财政 经费 专项 捐 物资 资产 仓库 公物 单位的
  `,
  // Asks how something goes.
  anyOf`
    请问 怎么[办走查交写申领] 如何 什么时候 几点 多久 哪里[能查可] 要什么 哪些 能不能 可不可以 是否可以 吗 想问 想知道 咨询
    多少钱 标准 条件 流程 电话
  `,
  // Asks for something to be done.
  anyOf`
    希望 建议 请[求尽加派来改重] 能否 尽快 改进 加[派开强] 安排 解决 赔 退 道歉 协调 要求
  `,
  // Thanks.
  anyOf`
    谢谢 感谢 辛苦 点赞 满意 真好 好人 感动 热心 耐心 佩服
  `,
  // How one was served.
  anyOf`
    态度 排队 窗口 等了 没人接 打不通 慢 坏了 噪音 吵 臭 味道 堵 停水 停电 漏 冷 热水 修 脏 远 拥挤 系统 登录 预约 号
  `,
  // Who holds no office.
  anyOf`
    老板 物业 业主 开发商 房东 中介 邻居 隔壁 客服 平台 商家 包工头 教练 店长 主播 老公 婆婆 前夫 同事 私人 超市
  `,
  // Told of elsewhere, or made up.
  anyOf`
    电视 剧 小说 新闻 网上说 网传 外省 邻省 某地 别的市 相声 评书 纪录片 看完 看到 诈骗 骗子 骗
  `,
  // Of the writer's own.
  anyOf`
    我儿子 我女儿 我家 我妈 我爸 我老公 我们家 我孩子 我男人 我姐 我哥 我弟 我表 我侄
  `,
]

export const hintSenses: readonly RegExp[] = sources.map((source) => new RegExp(source, 'u'))
