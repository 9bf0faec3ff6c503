// How many of a rising list come first, found by halving: a hostile text may have tens of thousands.

/** How many of the first `length` hold, where none holds behind one that does not. */
export function countFirst(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
