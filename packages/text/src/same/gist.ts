// What a letter says beside where it comes from and what everybody asks for: what two of one place are told apart by.
import type { Fingerprint } from '@huiying/domain/item'
import { isVeiled, spotName } from './spot.ts'

/** How letters greet, ask and end: nothing of it says what about. */
const courtesy = new RegExp(
  '(?:尊敬的)?[市县区]?(?:市长|书记|县长|领导)+(?:们)?(?:您好|你好)?|(?:您好|你好)|' +
    '(?:恳?请求?|希望|盼望?|求)?(?:各级|上级|市|区|县|镇)?(?:政府|领导|有关部门|相关部门|有关单位|部门)?(?:能够?|可以)?' +
    '(?:尽快|及时|抓紧|早日|马上|赶紧)?(?:来人|派人)?(?:管一?管|处理|解决|重视|督促)(?:一下)?|' +
    '反映(?:了|过)?(?:很?多次|几次|好几次)(?:都|也)?(?:没有?|无)(?:结果|下文|回复|答复|果)?|' +
    '(?:一直|到现在|至今)?(?:都|也)?(?:没有?|无)人(?:来)?(?:管|修|处理)(?:理)?|已经\\d+[天周个年]月?|谢谢',
  'gu',
)
/** At most so many parts: 路路路路 can be cut into them in more ways than a machine can try. */
const address = '(?:\\p{Script=Han}{1,4}?[市区县镇乡路街巷道]|\\d{1,5}号){0,5}'
/** With less left the whole text is read: it is courtesy and place alone. */
const LEFT_LETTERS_MIN = 2

/** The letters of `one` without the places that it or `other` names, and without courtesies. */
export function gistOf(one: Fingerprint, other: Fingerprint): string {
  let left = one.letters
  for (const spot of new Set([...(one.spots ?? []), ...(other.spots ?? [])])) {
    const name = spotName(spot).toLowerCase()
    if (!isVeiled(spot) && left.includes(name)) left = left.replace(new RegExp(`${address}${name}`, 'gu'), '')
  }
  left = left.replace(courtesy, '').replace(/^的/, '')
  return left.length < LEFT_LETTERS_MIN ? one.letters : left
}
