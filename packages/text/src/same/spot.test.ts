// The finest places of a beginning: what ends as an estate, a village or a school does, and what is covered of a name.
import { expect, test } from 'vitest'
import { findSpots, spotCore } from './spot.ts'

test.each([
  ['', []],
  ['东湖花园停水三天', ['东湖/花园']],
  ['我们住在青河市文化路10号和峰顺公寓', ['和峰顺/公寓']],
  ['云栖府物业费太贵', ['云栖/府']],
  ['东风街道槐花社区停电', ['槐花/社区']],
  ['青河实验二小食堂', ['青河实验/二小']],
  ['文化路**花园停水', ['**/花园']],
  ['文化路***公寓*栋*单元电梯坏了', ['***/公寓']],
  // Behind a road a name may end in what ends many words besides.
  ['文化路锦程里停电', ['锦程/里']],
  ['文化路红星机械厂不发工资', ['红星机械/厂']],
  ['楼道里太黑，电梯厂不管', []],
  // A kind within a name is none.
  ['文化路****号嘉阁梅家园停水', ['嘉阁梅/家园']],
  // A house is named by its number where nothing has a name.
  ['文化路35号院没有路灯', ['35/号院']],
  ['文化路**号院没有路灯', ['**/号院']],
  ['文化路35号东湖花园没有路灯', ['东湖/花园']],
  // Words, and what is cut from a sentence.
  ['我们小区停水了，农村也停', []],
  ['可在小区门口领取', []],
  ['市政府答复了，家里没人', []],
  ['一小时后，一小区停电', []],
  ['很久没有人到这么大的社区来看过', []],
])('%j has the spots %j', (text, spots) => {
  expect(findSpots(text)).toEqual(spots)
})

test.each([
  ['东湖/花园', '东湖'],
  ['和峰顺/公寓', '和峰顺'],
  ['昨天东湖/花园', '天东湖'],
  ['实验/二小', '实验二小'],
  ['35/号院', '35号院'],
])('others know %s by %s', (spot, core) => {
  expect(spotCore(spot)).toBe(core)
})
