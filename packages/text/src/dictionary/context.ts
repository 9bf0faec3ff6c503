// Ambiguous strong words count only when one of their context words stands within 15 letters (domain rule of the topic
// dictionary).
export const contextReach = 15

/** word → context words; `topic:` before a list binds it to one topic. */
export const contextRules: Readonly<Record<string, string>> = {
  烂尾: '楼 盘 房 小区 业主 开发商 项目 工程 交付',
  断供: '房贷 贷款 月供 业主 银行 楼',
  停贷: '房 楼 业主 银行 贷款',
  爆雷: '理财 房 公司 钱 投资 平台 兑付',
  暴雷: '理财 房 公司 钱 投资 平台 兑付',
  跑路: '老板 开发商 包工头 机构 健身房 商家 人',
  变质: '食 肉 菜 奶 饭 吃 喝 超市 外卖',
  发霉: '食 米 面 吃 药 超市 馒头',
  有虫: '吃 饭 菜 米 外卖 食 奶粉',
  异物: '吃 饭 菜 外卖 食 喝',
  过期: '食 奶 药 超市 吃 喝 买 面包 饮料 外卖',
  老鼠: '食 饭 厨 餐 菜 火锅 外卖 店',
  蟑螂: '食 饭 厨 餐 菜 火锅 外卖 店',
  爆炸: '厂 炸 伤 亡 燃气 火 仓库 现场 声 车',
  着火: '楼 厂 房 车 山 仓库 消防 烟 店 小区 工地',
  封控: '疫情 小区 楼 核酸 解封 街道 防疫',
  隔离点: '疫情 密接 酒店 集中 人员',
  工资没发: '月 公司 老板 工地 学校 单位 单',
  黑烟: '厂 烟囱 窑 锅炉 排 企业 站',
  异味: '厂 水 河 垃圾 小区 空气 晚上 车间',
  阳了: '核酸 抗原 发烧 确诊 新冠 症状 同事 全家 感染',
  羊了: '核酸 抗原 发烧 确诊 新冠 症状 同事 全家 感染',
  大白: '核酸 防疫 隔离 疫情 小区 封',
  白干: '工资 老板 工地 干活',
}

/** Words shared by two topics, each with its own context. */
export const contextByTopic: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  乱收费: { education: '学校 老师 幼儿园 班 教育 培训', medical: '医院 诊所 卫生院 医生 门诊' },
}
