// A person to ring, as entries hold it.

/** 电话督办: a person to ring, opened by 未签收, 红, 超时 and every failed delivery. */
export interface CallFact {
  id: string
  alertId: string | null
  deliveryId: string | null
  contact: string
  phone: string
  reason: string
}
