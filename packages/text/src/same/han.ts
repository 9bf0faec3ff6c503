// Han letters by their units: nearly all that texts have are told without a pattern.

const han = /\p{Script=Han}/u
export const isHan = (unit: number): boolean =>
  (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x2e80 && han.test(String.fromCharCode(unit)))

/** Where the Han letters begin that stand without a break before `end`; not before `from`. */
export function hanStart(text: string, end: number, from: number): number {
  let start = end
  while (start > from && isHan(text.charCodeAt(start - 1))) start--
  return start
}
