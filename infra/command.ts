// The commands of `npx huiying`, one row each; README lists the same rows.
import type { Streams } from './lines.ts'

export type Command = {
  name: string
  summary: string
  help: string
  load: () => Promise<{ run: (args: string[], streams: Streams) => Promise<number> }>
}

const lineRules = `逐行读取标准输入（JSON Lines），每个非空行对应一行输出，顺序不变；日志写到标准错误。
坏行输出 {"id"?,"error"}，最后以退出码 1 结束。时间为带时区的 ISO 8601，输出为 UTC 毫秒加 Z；未知为 null。`

export const commands: Command[] = [
  {
    name: 'tag',
    summary: '标签：话题、证据、是否涉政与突发、伤亡、建议级别、地点',
    help: `输入 {"id","text","at"?,"kind"?:"letter"|"article"|"post"}（letter：写给政府的来信，短信的话题按来信判断）
输出 {"id","topics":[{"id","score","evidence":[{"text","start","end"}]}],"gov","incident","type","deaths","serious",
     "injured","missing","grade","suspected","place":"home"|"abroad"|"none","report","early":[…]}

${lineRules}`,
    load: () => import('./command/tag.ts'),
  },
  {
    name: 'mask',
    summary: '遮蔽：找出并遮住姓名、电话、证件、地址等个人信息',
    help: `输入 {"id","text"}
输出 {"id","text","found":[{"kind","start","end"}]}，kind：phone id card plate address name email wechat
遮蔽后的文本长度不变；start、end 为输入文本的 UTF-16 位置，end 不含。

${lineRules}`,
    load: () => import('./command/mask.ts'),
  },
  {
    name: 'clocks',
    summary: '时限：由级别与三个时刻算出 C5、C24、C48',
    help: `输入 {"id","grade","suspected"?,"occurredAt"?,"firstPublishedAt"?,"detectedAt"}
输出 {"id","clocks":[{"code","startAt","basis","dueAt"}]}

${lineRules}`,
    load: () => import('./command/clocks.ts'),
  },
  {
    name: 'workdays',
    summary: '工作日：从某日起第 N 个工作日（首日不计）',
    help: `输入 {"id","from":"YYYY-MM-DD","add":N}
输出 {"id","due":"YYYY-MM-DD","estimated"}（estimated：该年尚无国办放假通知，暂估）

${lineRules}`,
    load: () => import('./command/workdays.ts'),
  },
  {
    name: 'drill',
    summary: '演练：按脚本快放一起案件，逐条输出告警，并与冻结的升级方案核对',
    help: `用法：npx huiying drill [--speed N] [--scenario 文件] [--exit] [--mail-to 地址]
--speed     倍速，1 到 100000，默认 60
--scenario  演练脚本（YAML），默认随程序的“化工园区爆燃”
--exit      第一次重复“超时”后结束：步骤与时间与冻结方案一致则退出码 0，否则 1
--mail-to   只发到这个地址；不给则只写文件。演练从不使用 MAIL_URL，数据永远带演练标记
每次告警一行 JSON：{"at","caseId","clock","step","occurrence","deliveries":[{"to","role","messageId"}],"dueAt"}`,
    load: () => import('./command/drill.ts'),
  },
  {
    name: 'bench',
    summary: '基准：每个数字都与同一轮测得的裸上限相比',
    help: `用法：npx huiying bench NAME [--runs N] ｜ npx huiying bench --list
输出一个 JSON 对象：{"bench","value","unit","raw","ratio","n","distinct","bytes","threads","durability","seed",
     "node","cpu","runs":[…]}
value 与 raw 为同一进程内交替运行若干轮（默认 5）的中位数。`,
    load: () => import('./command/bench.ts'),
  },
  {
    name: 'same',
    summary: '同一事件：两段文字讲的是不是同一件事',
    help: `输入 {"id","a","b","at"?,"bt"?}
输出 {"id","same","score"}

${lineRules}`,
    load: () => import('./command/same.ts'),
  },
  {
    name: 'reply',
    summary: '回复：性质、是否实质、提示 Q1–Q15 与承诺',
    help: `输入 {"id","letter","reply"}
输出 {"id","statement":"受理告知"|"进展"|"结果","substance":"实质"|"一般"|"空话",
     "hints":[{"code":"Q1"…,"evidence":[{"text","start","end","of"?}]}],"promises":[{"text","due"}]}
证据的位置以回复原文计；"of":"letter" 的以来信计（Q5：哪一点没有回应）。提示不是定论。

${lineRules}`,
    load: () => import('./command/reply.ts'),
  },
  {
    name: 'feed',
    summary: '信息源：把 RSS、Atom、JSON Feed 读成逐条信息',
    help: `用法：npx huiying feed [文件…] [--content-type T] [--url U]；不给文件则读标准输入
每条一行：{"id","title","url","at","author","text","flags"}；给文件时带 "file"`,
    load: () => import('./command/feed.ts'),
  },
  {
    name: 'letter',
    summary: '来信：把一封邮件（RFC 822）读成一行',
    help: `用法：npx huiying letter [文件…]；不给文件则读标准输入
输出 {"id","title","from","to","at","text","attachments":[{"name","type","bytes","sha256"}],"flags"}；给文件时带 "file"`,
    load: () => import('./command/letter.ts'),
  },
  {
    name: 'import',
    summary: '导入：采购舆情清单或 12345 工单（CSV、XLSX）',
    help: `用法：npx huiying import 文件 --source 来源 [--check] [--map 列名=字段]… [--rejects 坏行.csv]
先看表头和前 100 行：列对不上就什么都不收，并说明怎么改；对上后逐行收入，同一行重复导入不变
--source   规则里 kind 为 import 的来源；列的对应按来源记住，下次自动用
--check    只看不收
--map      指明某一列，如 --map 来电时间=at；可多次
--rejects  坏行写到这个文件（带原因），改好后用同一命令再导入
进度写到标准错误；按 Ctrl+C 中止，已收的保留。程序运行中也可以导入
结果一行 JSON：{"rows","taken","backfilled","known","bad","classified","mapping","problems","rejects","cancelled",…}`,
    load: () => import('./command/import.ts'),
  },
  {
    name: 'source',
    summary: '来源清单：订阅的 OPML 导出与导入，RSSHub 现成条目',
    help: `用法：npx huiying source export                 把规则中的订阅写成 OPML
      npx huiying source import 文件.opml          写出可并入规则的 YAML（默认不启用）
      npx huiying source ready                     列出微博、知乎、头条、抖音、贴吧、本地论坛的现成条目
      npx huiying source ready 平台 名=值 --base 地址  按本单位 RSSHub 的地址写出一条
--basis     来源依据：公开页面、官方接口、采购授权；请核实后再启用
--platform  导入时写入的平台名
这里什么也不启用：条目由人核对依据后并入规则。`,
    load: () => import('./command/source.ts'),
  },
  {
    name: 'dump',
    summary: '导出：台账各表逐行 JSON，只读，程序运行与否都可以',
    help: `用法：npx huiying dump items|cases|clocks|alerts|deliveries|entries [--as-of 时间]
--as-of  带时区的 ISO 8601：按当时台账的样子输出。数据目录由 DATA_DIR 指定`,
    load: () => import('./command/dump.ts'),
  },
  {
    name: 'ledger',
    summary: '台账：校验哈希链、批次根与各表',
    help: `用法：npx huiying ledger verify [--seal 文件]
每册一行：{"ok":true,"book","entries","head","unchecked"} 或 {"ok":false,"book","seq","table","reason"}，有错时退出码 1
--seal  封印的 JSON 或带附件的 .eml：还能发现截尾与整体重算`,
    load: () => import('./command/ledger.ts'),
  },
  {
    name: 'policy',
    summary: '规则：看现行的、核对新的、采用新的一版',
    help: `用法：npx huiying policy show                现行规则全文（YAML），可存成文件后修改
      npx huiying policy list                历次采用：版本、时间、谁、文号或原因
      npx huiying policy check 文件.yaml      核对：每处差别一行 {"path","before","after"}；放宽上级时限、写错的都指出行号；没有差别时这样说
      npx huiying policy adopt 文件.yaml --reason 文号或原因 --by 登录名
文件里没写的部分用程序的默认规则。新的一版要有新的 version；--by 须是系统管理员
采用即是一条台账记录，程序不用重启：在办案件保留各自的版本，新的案件、收件人和来源从下一轮起用新的一版
退回旧版也是采用：把旧版全文存成文件，换上新的 version 再采用`,
    load: () => import('./command/policy.ts'),
  },
  {
    name: 'problems',
    summary: '共性问题：一段时间内同一主题、同一地方、同一诉求的来信',
    help: `用法：npx huiying problems [--from 时间] [--to 时间] [--least N]
每个共性问题一行：{"topic","where","what":[…],"count","before","examples":[{"number","title","receivedAt"}]}，件数多的在前
--from --to  带时区的 ISO 8601，默认最近 30 天；before 为之前同样长的一段里的件数
--least      至少几封算共性问题，默认 3
检举控告、待甄别和已撤销的不在内；只读，程序运行与否都可以`,
    load: () => import('./command/problems.ts'),
  },
  {
    name: 'train',
    summary: '训练：由改标得到本地模型，比较、启用、退回、导出',
    help: `用法：npx huiying train                       由本台账册的更正训练，与现用模型比较，登记但不启用
      npx huiying train --list                有哪些模型，哪个在用
      npx huiying train --use 模型 --by 登录名 --reason 理由    启用（shipped 为程序自带的）
      npx huiying train --back --by 登录名      退回上一个
      npx huiying train --export 目录          导出更正（打码文本）和并案、拆分的文本对，JSON Lines
同样的更正得到逐字节相同的模型；更正太少时拒绝并说明。启用、退回是台账记录，--by 须是值班长
程序不用重启：打标从下一批起用新模型，每条判断都记有模型版本。人的更正在任何模型下都优先`,
    load: () => import('./command/train.ts'),
  },
  {
    name: 'user',
    summary: '账号：添加人员与角色',
    help: `用法：npx huiying user add 登录名 --role 角色 [--role 角色] [--name 姓名] [--unit 单位] < 密码
      npx huiying user disable 登录名 --reason 理由    停用，登录即时失效；user enable 同样启用
      npx huiying user list    每个账号一行：{"login","book","name","roles","unit","disabled","lockedUntil"}
姓名显示在时间线和台账里，不给则用登录名，改角色时保留原来的。密码从标准输入读取，至少 10 个字符；不给密码则只能用一次性链接登录`,
    load: () => import('./command/user.ts'),
  },
  {
    name: 'book',
    summary: '建册：在空的台账里建好台账册，不启动服务',
    help: `用法：npx huiying book open [文件.yaml]
按 infra/config/book.yaml 或所给文件建册；已有台账册时不改动，可反复运行。各服务分开运行前先运行一次
输出 {"book","opened"}：opened 为 false 表示原已有册`,
    load: () => import('./command/book.ts'),
  },
  {
    name: 'backup',
    summary: '备份：台账与密文原件成一个文件，运行中也可以',
    help: `用法：npx huiying backup 文件
内置与 PostgreSQL（LEDGER_URL）都可以，同一时点，文件格式相同，可互相恢复
备份期间程序照常运行；文件要么完整出现，要么不出现，已有的文件不覆盖
密钥不在备份内，请另存一处：没有它原文不可恢复`,
    load: () => import('./command/backup.ts'),
  },
  {
    name: 'restore',
    summary: '恢复：把备份放进空的数据目录',
    help: `用法：DATA_DIR=空目录 npx huiying restore 文件；设了 LEDGER_URL 则恢复到那个空库，一个事务
目录里已有台账时拒绝，不改动任何东西。启动前把当时的密钥文件放进目录（默认 DATA_DIR/key）`,
    load: () => import('./command/restore.ts'),
  },
  {
    name: 'migrate',
    summary: '迁移：把内置台账搬到 PostgreSQL，两边校验一致才算数',
    help: `用法：npx huiying migrate --to postgres://用户:密码@主机:端口/数据库
先停止程序；目标须是空库（UTF8）。全部在一个事务里：中断等于没有发生，重跑即可；内置台账只读，原样保留
迁移前校验来源，提交前校验副本，并比对行数、末条哈希与 20 个时点的台账；TLS 见 README 的 LEDGER_CA`,
    load: () => import('./command/migrate.ts'),
  },
  {
    name: 'reindex',
    summary: '检索：由台账重建，其间检索照常',
    help: `用法：npx huiying reindex
先在旁边建好新的检索，再一次换上；中断则旧的不变。程序运行时由它重建（内置引擎），或直接在 Elasticsearch 上重建
输出 {"ok":true,"entries","seconds"}（由运行中的程序重建时 entries 为 null）`,
    load: () => import('./command/reindex.ts'),
  },
  {
    name: 'trace',
    summary: '追踪：一条来信或信息走到了哪一步，缺什么、卡在哪',
    help: `用法：npx huiying trace 信息编号｜Message-ID｜来源自己的编号 [--json]
由台账（及检索的进度）逐步列出：收到、读取、入账、打标、归并、告警、送达、检索，各带时间、台账序号和状态
--json  逐行 {"itemId","step","state","at","seq","caseId","what"}；
        step：received read recorded tagged grouped alerted delivered indexed
        state：done missing（未到或已迟） parked（搁置） held（涉密封存） failed none（不会再有）
只读，程序运行与否都可以；不显示正文、姓名和地址`,
    load: () => import('./command/trace.ts'),
  },
  {
    name: 'erase',
    summary: '销毁：到期或依法须删的来信、信息，正文和原件不再能恢复，台账照样能核验',
    help: `用法：npx huiying erase 信息编号…                                   只看：会销毁哪些
      npx huiying erase 信息编号… --rule 依据 --by 登录名 --yes    销毁
销毁正文、未打码原文、附件、原件、发给来信人的话和信箱里的文件；编号、打码的标题和台账记录保留
案件办结、撤销后才能销毁。--rule 写保存期限或文号，记入台账；--by 须是值班长
内置引擎要先停止程序；信息编号见 npx huiying dump items。每条一行：{"id","number","title","receivedAt"}
此前的备份里还有它们，请另行处理`,
    load: () => import('./command/erase.ts'),
  },
  {
    name: 'engines',
    summary: '引擎：在本机启动真实的 Kafka、Elasticsearch、PostgreSQL，供一条命令使用',
    help: `用法：npx huiying engines run [kafka] [elasticsearch] [postgres] -- 命令 …
      npx huiying engines up  [kafka] [elasticsearch] [postgres] [--kafka-port N] [--elasticsearch-port N]
                                [--postgres-port N]
run 启动引擎，把 BUS_URL、SEARCH_URL、LEDGER_URL 交给命令，命令结束后停止引擎，退出码与命令相同
up  打印同样的设置，直到 Ctrl+C。不写名字就是全部
Kafka 与 Elasticsearch 需要 java 与 mvn（sudo apt-get install -y default-jre-headless maven）。程序首次由 Maven 取得，
缓存在 ~/.cache/huiying（root：/var/cache/huiying）；数据在临时目录，停止后清除；只停止自己启动的进程`,
    load: () => import('./command/engines.ts'),
  },
]
