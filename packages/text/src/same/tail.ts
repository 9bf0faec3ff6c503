// What two letters end on alike and everybody ends on: 请尽快处理 says nothing of whether they want the same.

/** Where such an ending begins. */
const asking = /请|希望|盼|恳|求|谢|没人|无人|没有人|怎么|何时|什么时候|领导|部门|反映|投诉|能不能|能否/u
const TAIL_LETTERS_MIN = 4
/** Of each letter so much is left at least. */
const LEFT_LETTERS_MIN = 6

/** Both without the ending they share. */
export function withoutTail(a: string, b: string): [string, string] {
  const most = Math.min(a.length, b.length) - LEFT_LETTERS_MIN
  let length = 0
  while (length < most && a.at(-1 - length) === b.at(-1 - length)) length++
  const from = length === 0 ? -1 : a.slice(-length).search(asking)
  const cut = length - from
  return from < 0 || cut < TAIL_LETTERS_MIN ? [a, b] : [a.slice(0, -cut), b.slice(0, -cut)]
}
