// Suspects a 检举控告 (somebody in office breaking discipline or law), which is no complaint about a service (§14-8).
import { beginLetters } from '../beginning.ts'
import { mayStand } from '../letters.ts'
import type { Normalised } from '../normalise.ts'
import { normalise } from '../normalise.ts'

/** Somebody in office: the machine only suspects, so a title is enough. */
const office =
  /(?:局|厅|处|科|股|院|校|所|站|队|部|镇|乡|县|市|区|县委|市委|副)长|书记|主任|支书|村官|干部|公务员|民警|领导班子|纪检|法官|检察官|执法人员|工作人员/u
/** What discipline and law forbid those in office (中国共产党纪律处分条例, 监察法): money, power, revenge. */
const breaches = [
  '受贿|行贿|索贿|贿赂|贪污|侵吞|挪用公款|公款(?:吃喝|旅游|私)',
  '收(?:受|了|下).{0,12}(?:礼|红包|好处|购物卡|钱|现金|回扣|名表|干股)|收礼|收黑钱',
  '以权谋私|滥用职权|权钱交易|利益输送|徇私|枉法|渎职|违纪|腐败|保护伞|官商勾结|打击报复|买官卖官',
  '吃空饷|公车私用|虚报冒领|优亲厚友|生活作风|包养|诬陷|包庇',
].join('|')
const breach = new RegExp(breaches, 'u')
const breachBeginning = beginLetters(breaches)

/** Who writes 举报 or 控告 before the title of somebody in office means that person, whatever he then tells. */
const accusing = '(?:举报|检举|控告|揭发)'
const accuses = new RegExp(accusing, 'u')
const accusation = new RegExp(`${accusing}[^,.;!?，。；！？]{0,14}(?:${office.source})`, 'u')

/** True: only 值班长 and 纪检 see the letter until a person has judged it; a miss shows it to the unit complained of. */
export function suspectsReport(given: string | Normalised): boolean {
  const copies = typeof given === 'string' ? normalise(given) : given
  const bare = copies.bare.text
  // What stands together in the plain copy does in the bare one: a text without the word needs no plain copy.
  if (accuses.test(bare) && accusation.test(copies.plain.text)) return true
  return mayStand(breachBeginning, bare) && breach.test(bare) && office.test(bare)
}
