// The ending that two letters share is left out where it only asks.
import { expect, test } from 'vitest'
import { withoutTail } from './tail.ts'

test.each([
  ['西岭村自来水发黄请尽快处理', '西岭村村道塌了请尽快处理', '西岭村自来水发黄', '西岭村村道塌了', 'both ask alike'],
  ['东湖花园停水三天', '东湖花园六栋停水三天', '东湖花园停水三天', '东湖花园六栋停水三天', 'the ending tells the matter'],
  [
    '东湖花园停水三天没人管一管',
    '东湖花园二期停水三天没人管一管',
    '东湖花园停水三天',
    '东湖花园二期停水三天',
    'from the asking on, not the matter before it',
  ],
  ['停水请尽快处理', '停电请尽快处理', '停水请尽快处理', '停电请尽快处理', 'too little would be left'],
  ['', '', '', '', 'nothing'],
])('%s and %s leave %s and %s: %s', (a, b, leftA, leftB) => {
  expect(withoutTail(a, b)).toEqual([leftA, leftB])
})
