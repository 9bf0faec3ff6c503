// Every way into the console in one table: method, path, who may, what it is for, and the handler.
import type { UserRole } from '@huiying/domain/word'
import { showAlike } from './alike-read.ts'
import { listOfAttachments } from './attachment-list.ts'
import { openAttachment } from './attachment-open.ts'
import { exportAudit } from './audit-export.ts'
import { actOnCase, previewOnCase } from './case-act.ts'
import { actOnMany } from './case-bulk.ts'
import { listCases } from './case-list.ts'
import { showCase } from './case-read.ts'
import { showDirectory } from './directory-read.ts'
import type { Endpoint } from './endpoint.ts'
import { addFile } from './file-add.ts'
import { readFile } from './file-read.ts'
import { giveOver } from './handover-give.ts'
import { listOfHandovers } from './handover-list.ts'
import { showHandover, showPresent } from './handover-read.ts'
import { takeOver } from './handover-take.ts'
import { HOOK_BODY_BYTES_MAX, receiveHook } from './hook-receive.ts'
import { addItem } from './item-add.ts'
import { leaveItems } from './item-bulk.ts'
import { clearHeld, showHeld } from './item-clear.ts'
import { correctItem } from './item-correct.ts'
import { showItems } from './item-list.ts'
import { leaveItem, openItem } from './item-open.ts'
import { revealItem } from './item-reveal.ts'
import { showLetters } from './letter-list.ts'
import { actByLink } from './link-act.ts'
import { showLink } from './link-read.ts'
import { showModels } from './model-list.ts'
import { useOtherModel } from './model-use.ts'
import { replayParked } from './parked-replay.ts'
import { listAccounts } from './person-list.ts'
import { switchAccount } from './person-switch.ts'
import { showProbe } from './probe-read.ts'
import { exportProblems, listProblems } from './problem-list.ts'
import { checkReplyText } from './reply-check.ts'
import {
  bulkWriters,
  clearers,
  correctors,
  deskReaders,
  everyone,
  filers,
  handoverGivers,
  keepers,
  modelChoosers,
  openers,
  personKeepers,
  personReaders,
  readers,
  replayers,
  revealers,
  writers,
} from './right.ts'
import { exportCsv, exportXlsx } from './row-export.ts'
import { listRows } from './row-list.ts'
import { closeSession } from './session-close.ts'
import { openByPassword } from './session-open.ts'
import { setPassword } from './session-password.ts'
import { showSession } from './session-read.ts'
import { showSimilar } from './similar-read.ts'
import { showStatus } from './status-read.ts'
import { readStream } from './stream-read.ts'

export interface Route {
  method: 'GET' | 'POST'
  path: string
  /** `public` needs no login; everything under /api does. */
  roles: readonly UserRole[] | 'public'
  about: string
  endpoint: Endpoint
  /** Larger than what a page sends. */
  bodyBytesMax?: number
}

const get = (path: string, roles: Route['roles'], about: string, endpoint: Endpoint): Route => ({
  method: 'GET',
  path,
  roles,
  about,
  endpoint,
})
const post = (path: string, roles: Route['roles'], about: string, endpoint: Endpoint): Route => ({
  ...get(path, roles, about, endpoint),
  method: 'POST',
})

export const routes: Route[] = [
  get('/healthz', 'public', '进程在运行', showProbe),
  get('/readyz', 'public', '引擎可用；缺哪个、为什么', showProbe),
  get('/metrics', 'public', 'Prometheus 指标：只对本机，或凭 METRICS_TOKEN', showProbe),
  post('/login', 'public', '用账号和密码登录', openByPassword),
  get('/mail/:token', 'public', '单位页：看交办，不作登记', showLink),
  post('/mail/:token', 'public', '单位页：签收、申请延期、退回、反馈、交文件、登记回应', actByLink),

  {
    ...post('/hooks/:source', 'public', '采购系统推送的信息（已签名）', receiveHook),
    bodyBytesMax: HOOK_BODY_BYTES_MAX,
  },

  get('/api/session', everyone, '当前登录人、角色和服务器时间', showSession),
  post('/api/session/close', everyone, '退出登录', closeSession),
  post('/api/session/password', everyone, '设置自己的密码', setPassword),
  get('/api/directory', readers, '单位、联络员、主题、来源的名称和现行规则', showDirectory),
  get('/api/stream', readers, '实时推送：案件变化和心跳', readStream),
  get('/api/cases', readers, '值班台：按最近截止排列的案件', listCases),
  post('/api/cases/act', bulkWriters, '对多个案件做同一步，逐件决定（至多 200 件）', actOnMany),
  get('/api/cases/:id', readers, '一个案件：时限、时间线、送达、建议', showCase),
  get('/api/cases/:id/alike', openers, '可能是同一事件的在办案件（至多 3 件），并不并由人定', showAlike),
  post('/api/cases/:id/preview', writers, '预览一项操作会做什么，不执行', previewOnCase),
  post('/api/cases/:id/act', writers, '执行一项操作，同一 commandId 只做一次', actOnCase),
  post('/api/cases/:id/replies/check', writers, '一段回复：性质、是否实质、提示与承诺，不登记', checkReplyText),
  post('/api/cases/:id/files', filers, '上传一个附件（按内容定类型，至多 10 MB）', addFile),
  get('/api/cases/:id/files/:sha256', readers, '下载一个附件', readFile),
  get('/api/items', readers, '信息：按案件、去向或全部', showItems),
  post('/api/items', openers, '人工录入一条信息', addItem),
  post('/api/items/leave', openers, '把多条待核信息移入库存，写明理由（至多 200 条）', leaveItems),
  get('/api/items/:id/attachments', readers, '一封来信的附件：打码的名称、种类、大小，不打开', listOfAttachments),
  post('/api/items/:id/attachments/:number', revealers, '写明理由后打开一个附件（记入台账）', openAttachment),
  post('/api/items/:id/reveal', revealers, '写明理由后查看未打码原文（记入台账）', revealItem),
  get('/api/quarantine', clearers, '疑似涉密的隔离件：只有编号、哈希、时间和已解除的人', showHeld),
  post('/api/quarantine/:id/clear', clearers, '解除隔离：值班长与安全管理员两人各做一次', clearHeld),
  get('/api/items/:id/similar', readers, '类似的已答复来信：为什么相似、当时怎样答复（至多 5 封）', showSimilar),
  post('/api/items/:id/open', openers, '把待核信息立案', openItem),
  post('/api/items/:id/correct', correctors, '改标：更正待核信息的主题、地点、涉政、伤亡', correctItem),
  post('/api/items/:id/leave', openers, '把待核信息移入库存，写明理由', leaveItem),
  get('/api/letters', deskReaders, '来信：各有自己的时限，按办到哪一步', showLetters),
  get('/api/problems', deskReaders, '共性问题：一段时间内同一主题、同一地方、同一诉求的来信，与上期相比', listProblems),
  get('/api/problems.csv', deskReaders, '共性问题导出为 CSV（记入台账）', exportProblems),
  get('/api/rows', readers, '台账：现在或任一过去时刻', listRows),
  get('/api/rows.csv', deskReaders, '台账导出为 CSV：内部版或脱敏版', exportCsv),
  get('/api/rows.xlsx', deskReaders, '台账导出为 xlsx：内部版或脱敏版', exportXlsx),
  get('/api/audit.zip', deskReaders, '审计包：台账、逐条记录和离线核验页', exportAudit),
  get('/api/handovers', deskReaders, '值班交接：未确认的、换班未交的、最近的交接单', listOfHandovers),
  get('/api/handovers/now', handoverGivers, '现在交班会交什么：未签收、临期、重大、待续报等，按台账现算', showPresent),
  get('/api/handovers/:seq', deskReaders, '一张交接单：当时交了什么、谁交谁接', showHandover),
  post('/api/handovers', handoverGivers, '交班：清单固定并记入台账，取代尚未确认的一张', giveOver),
  post('/api/handovers/:seq/take', handoverGivers, '接班：本人确认一张交接单（不能确认自己的）', takeOver),
  get('/api/persons', personReaders, '账号：角色、单位、是否停用', listAccounts),
  post('/api/persons/:login/switch', personKeepers, '停用或启用一个账号，写明理由', switchAccount),
  get('/api/models', deskReaders, '主题模型：现用哪个、各自的比较', showModels),
  post('/api/models/use', modelChoosers, '启用一个主题模型，或退回上一个，写明理由（记入台账）', useOtherModel),
  get('/api/status', [...new Set([...keepers, ...deskReaders])], '系统状态', showStatus),
  post('/api/parked/:id/replay', replayers, '重放一条搁置的消息', replayParked),
]
