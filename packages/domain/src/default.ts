// The rules every book starts with, as the YAML a person reads and edits; a book's file needs to say only what differs.
import { parse } from 'yaml'

export const defaultPolicyText = `# 默认规则：本地可以改紧，不可放宽；改动写明文号。
version: cn-default-2026
basis: 国办发〔2016〕61号；国办发〔2016〕80号；起算与计时口径：本单位规则（国办文件未规定，从严）
clocks:
  - { code: C5, name: 5 小时发布权威信息, minutes: 300, when: [特别重大, 重大],
      startAt: [occurredAt, firstPublishedAt, detectedAt], basis: 国办发〔2016〕80号 }
  - { code: C24, name: 24 小时举行新闻发布会, minutes: 1440, when: [特别重大, 重大],
      startAt: [occurredAt, firstPublishedAt, detectedAt], basis: 国办发〔2016〕61号、80号 }
  - { code: C48, name: 48 小时予以回应, minutes: 2880, when: [较大, 一般, 非突发, 待定],
      startAt: [firstPublishedAt, detectedAt], basis: 国办发〔2016〕61号 }
quiet: { from: "22:00", to: "07:00" }
# 每级：left 剩余分钟；leftShare 剩余比例；after 起算后分钟；leftWorkdays 到期前工作日；afterWorkdays 起算后工作日；超时不写即到期时。
ladders:
  C5:
    - { step: 黄, left: 150, to: [联络员, 科长] }
    - { step: 橙, left: 60, to: [联络员, 科长, 分管领导], cc: [政府办督查] }
    - { step: 红, left: 30, to: [联络员, 科长, 分管领导, 主要负责人], cc: [政府办督查, 网信办分管], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导, 主要负责人],
        cc: [政府办督查, 网信办分管, 本级政府分管负责人], repeat: { every: 30, times: 6 }, call: true }
  C24:
    - { step: 黄, left: 720, to: [联络员, 科长] }
    - { step: 橙, left: 360, to: [联络员, 科长, 分管领导], cc: [政府办督查] }
    - { step: 红, left: 120, to: [联络员, 科长, 分管领导, 主要负责人], cc: [政府办督查, 网信办分管], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导, 主要负责人],
        cc: [政府办督查, 网信办分管, 本级政府分管负责人], repeat: { every: 120, times: 6 }, call: true }
  C48:
    - { step: 黄, left: 1440, to: [联络员, 科长] }
    - { step: 橙, left: 720, to: [联络员, 科长, 分管领导], cc: [政府办督查] }
    - { step: 红, left: 240, to: [联络员, 科长, 分管领导, 主要负责人], cc: [政府办督查, 网信办分管], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导, 主要负责人],
        cc: [政府办督查, 网信办分管, 本级政府分管负责人], repeat: { every: 360, times: 6 }, call: true }
  LET:
    - { step: 黄, leftShare: 0.3333333333333333, to: [联络员, 科长] }
    - { step: 橙, leftWorkdays: 1, to: [联络员, 科长, 分管领导], cc: [政府办督查] }
    - { step: 红, leftWorkdays: 0, to: [联络员, 科长, 分管领导, 主要负责人], cc: [政府办督查, 网信办分管], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导, 主要负责人],
        cc: [政府办督查, 网信办分管, 本级政府分管负责人], repeat: { every: daily, times: 6 }, call: true }
  DIR:
    - { step: 黄, leftShare: 0.5, to: [联络员, 科长, 值班员] }
    - { step: 橙, leftShare: 0.25, to: [联络员, 科长, 分管领导, 值班员], cc: [政府办督查] }
    - { step: 红, left: 120, to: [联络员, 科长, 分管领导, 主要负责人, 值班长], cc: [政府办督查, 网信办分管], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导, 主要负责人, 值班长],
        cc: [政府办督查, 网信办分管, 本级政府分管负责人], repeat: { every: 360, times: 6 }, call: true }
  REL:
    - { step: 橙, left: 120, to: [联络员, 科长] }
    - { step: 超时, to: [联络员, 科长, 分管领导], cc: [政府办督查], repeat: { every: 360, times: 6 }, call: true }
  RPT-P:
    - { step: 红, left: 10, to: [值班员, 值班长] }
    - { step: 超时, to: [值班员, 值班长, 带班领导] }
  RPT-W:
    - { step: 红, left: 15, to: [值班员, 值班长] }
    - { step: 超时, to: [值班员, 值班长, 带班领导] }
  PRM:
    - { step: 橙, leftWorkdays: 1, to: [联络员] }
    - { step: 红, leftWorkdays: 0, to: [联络员, 科长], call: true }
    - { step: 超时, to: [联络员, 科长, 分管领导], cc: [政府办督查], repeat: { every: daily, times: 6 }, call: true }
  assign-C5:
    - { step: T0, after: 0, to: [联络员, 分管领导, 主要负责人], cc: [政府办, 宣传部, 带班领导] }
    - { step: 未签收, after: 15, to: [联络员], cc: [政府办], call: true }
  assign-C24:
    - { step: T0, after: 0, to: [联络员, 分管领导, 主要负责人], cc: [政府办, 宣传部, 带班领导] }
    - { step: 未签收, after: 30, to: [联络员], cc: [政府办], call: true }
  assign-C48:
    - { step: T0, after: 0, to: [联络员, 分管领导] }
    - { step: 未签收, after: 120, to: [联络员], cc: [政府办], call: true }
  assign-LET:
    - { step: T0, after: 0, to: [联络员, 分管领导] }
    - { step: 未签收, afterWorkdays: 1, to: [联络员], cc: [政府办], call: true }
  judge-suspected:
    - { step: 待研判, after: 15, to: [值班员] }
    - { step: 待研判, after: 30, to: [值班员, 值班长] }
    - { step: 待研判, after: 60, to: [值班员, 值班长, 带班领导] }
  judge:
    - { step: 待研判, after: 60, to: [值班员] }
    - { step: 待研判, after: 120, to: [值班员, 值班长] }
    - { step: 待研判, after: 240, to: [值班员, 值班长, 带班领导] }
mailbox:
  - { channel: 市长信箱, type: 咨询, finish: 3, unit: workday, extendTo: 10, basis: 沈阳市长信箱使用说明（示例） }
  - { channel: 市长信箱, type: 投诉|求助, finish: 5, unit: workday, extendTo: 15, basis: 多地惯例（示例） }
  - { channel: 信访, type: "*", finish: 60, unit: calendarDay, extendTo: 90, basis: 信访工作条例 }
  - { channel: "*", type: "*", finish: 5, unit: workday, extendTo: 15, basis: 多地惯例（示例） }
topics:
  - { id: epidemic, name: 疫情防控 }
  - { id: realestate, name: 房地产 }
  - { id: wages, name: 欠薪 }
  - { id: environment, name: 生态环境 }
  - { id: foodsafe, name: 食品药品 }
  - { id: education, name: 教育 }
  - { id: medical, name: 医疗 }
  - { id: elderly, name: 养老 }
  - { id: safety, name: 安全生产 }
  - { id: hardship, name: 困难群众 }
internalReport: { phoneMinutes: 30, writtenMinutes: 60, on: true }
heat: { doublingMinutes: 120, atLeast: 50 }
`

/** The same, read once; nobody changes it. */
export const defaultPolicyKeys: object = parse(defaultPolicyText)
