// Finds losses told in yuan: 直接经济损失约1200万元, 损失三十余万, 损失壹佰万元.
import { type Amount, amountPattern, readAmount } from './numeral.ts'

export interface Loss extends Amount {
  start: number
  end: number
}

const filler = '[^,。;!?0-9零〇一二两三四五六七八九十百千万亿几数]{0,8}?'
const losses = [
  new RegExp(`损失${filler}(?<n>${amountPattern})[元块]`, 'g'),
  // Without its unit only what is large enough to be money.
  new RegExp(`损失${filler}(?<n>${amountPattern})(?<=[万亿千][一二三四五六七八九]?)(?=[,。;!?、了的左以 ]|$)`, 'g'),
  new RegExp(`(?<n>${amountPattern})元[^,。;!?]{0,6}(?:经济|财产)损失`, 'g'),
]
const plainOf: Record<string, string> = {
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
}
/** As numbers stand on cheques. */
const banker = new RegExp(`[${Object.keys(plainOf).join('')}]`, 'g')

export function findLosses(given: string): Loss[] {
  if (!given.includes('损失')) return []
  const text = given.replace(banker, (numeral) => plainOf[numeral] as string)
  const found: Loss[] = []
  for (const pattern of losses)
    for (const match of text.matchAll(pattern)) {
      const amount = readAmount(match.groups?.n ?? '')
      if (amount !== null) found.push({ ...amount, start: match.index, end: match.index + match[0].length })
    }
  return found
}
