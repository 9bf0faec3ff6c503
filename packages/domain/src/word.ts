// The closed lists of words (design: one noun per thing) that every service, table, screen and mail shares.

export const grades = ['特别重大', '重大', '较大', '一般', '非突发', '待定'] as const
export type Grade = (typeof grades)[number]

export const clockCodes = ['C5', 'C24', 'C48', 'REL', 'RPT-P', 'RPT-W', 'DIR', 'LET', 'PRM'] as const
export type ClockCode = (typeof clockCodes)[number]

/**
 * The field a clock started from; `directed` is the absolute deadline a person typed (DIR), `promised` a date in a
 * reply.
 */
const bases = [
  'occurredAt',
  'firstPublishedAt',
  'detectedAt',
  'receivedAt',
  'respondedAt',
  'directed',
  'promised',
] as const
export type Basis = (typeof bases)[number]

export const steps = [
  '新案',
  '待研判',
  '疑似升级',
  '放任发酵',
  'T0',
  '未签收',
  '黄',
  '橙',
  '红',
  '超时',
  '无地址',
] as const
export type Step = (typeof steps)[number]

/**
 * What an alert tells where its step alone does not say it, as people read it. 先打电话: a 新案 on which a life may hang
 * (§6.7). 退回: a unit gave the case back; nobody has it and its deadlines run on. 已改派: a last word to the old unit.
 * 回应退回: what it published does not count and is to be mended. 单位回复: it has answered one of our mails,
 * or told something on the page of its link. 延期答复: what the desk says to its 延期申请.
 */
const alertCauses = ['先打电话', '退回', '已改派', '回应退回', '单位回复', '延期答复'] as const
export type AlertCause = (typeof alertCauses)[number]
export const CALL_FIRST = '先打电话' as const satisfies AlertCause
export const UNIT_REPLY = '单位回复' as const satisfies AlertCause

export const statuses = ['待研判', '待签收', '办理中', '已回应待续', '办结', '已撤销', '已并入'] as const
export type Status = (typeof statuses)[number]
/** Nothing is done in a case of these until an entry opens it again. */
export const closedStatuses: readonly Status[] = ['办结', '已撤销', '已并入']

export const incidentTypes = ['生产安全', '环境', '食品药品', '公共卫生', '群体', '自然灾害', '交通', '刑事'] as const
export type IncidentType = (typeof incidentTypes)[number]

/**
 * Three kinds of late (国办发〔2016〕80号 sets the deadline; the kinds are this system's rule, §14-2), and late while nobody
 * had judged.
 */
const latenesses = ['发现即超时', '升级补挂超时', '超时', '研判超时'] as const
export type Lateness = (typeof latenesses)[number]

export const statements = ['受理告知', '进展', '结果'] as const
export type Statement = (typeof statements)[number]

/** Roles a plan step addresses; persons are resolved from policy when the step fires. */
export const recipientRoles = [
  '值班员',
  '值班长',
  '带班领导',
  '联络员',
  '科长',
  '分管领导',
  '主要负责人',
  '政府办',
  '政府办督查',
  '宣传部',
  '网信办分管',
  '本级政府分管负责人',
  '纪检',
] as const
export type RecipientRole = (typeof recipientRoles)[number]

/** Roles of people who log in. The three administrators are mutually exclusive and see no business text. */
export const userRoles = [
  '值班员',
  '值班长',
  '审核',
  '单位联络员',
  '单位负责人',
  '纪检',
  '审计',
  '系统管理员',
  '安全管理员',
  '审计管理员',
] as const
export type UserRole = (typeof userRoles)[number]

const channels = ['mail', 'webhook', 'phone'] as const
export type Channel = (typeof channels)[number]

const deliveryStates = ['pending', 'sent', 'failed', 'bounced', 'cancelled', 'superseded'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Where an item went when it opened or joined no case. */
export const lanes = ['待核信息', '外地关注', '入库', '历史回填'] as const
export type Lane = (typeof lanes)[number]
