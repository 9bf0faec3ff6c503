// Letters of one estate: those of one matter join, those that only name the same place do not.
import { fingerprintOf } from '@huiying/text/same'
import { expect, it } from 'vitest'
import { matchCandidate } from './group.ts'

const AT = Date.UTC(2026, 10, 23)
const DAY_MS = 24 * 60 * 60 * 1000

const letters: [matter: string, text: string][] = [
  ['电梯', '锦绣家园3号楼电梯坏了两个星期。锦绣家园3号楼的电梯停了两个星期，物业说等配件，住在高层的老人下不了楼。'],
  ['电梯', '锦绣家园3号楼电梯停运无人修。我家住锦绣家园3号楼，电梯停运快半个月，物业一直说配件没到，老人下楼很困难。'],
  ['停车', '锦绣家园车位被外来车辆占满。锦绣家园地面车位晚上被外来车占满，业主没地方停，希望装道闸。'],
  ['学校', '锦绣家园的孩子上实验二小没有校车。从锦绣家园到实验二小要过两条大路，希望开通校车或安排护学岗。'],
  ['垃圾', '锦绣家园垃圾站臭味大。锦绣家园东门的垃圾站紧挨着居民楼，夏天臭味很重，请移走。'],
  ['垃圾', '请把锦绣家园东门垃圾站移走。锦绣家园东门垃圾站离居民楼太近，臭味很重，夏天不敢开窗，请尽快移走。'],
  ['油烟', '锦绣家园底商饭店油烟直排。锦绣家园7栋楼下饭店没有烟道，油烟直接往楼上排，家里全是油烟味。'],
  ['油烟', '锦绣家园7栋楼下饭店油烟扰民。锦绣家园7栋底商的饭店没装烟道，油烟直排，楼上家家油烟味。'],
  [
    '快递站',
    '青河市滨河街道劳动东路锦绣家园开发商擅自设快递分拣站。我们住在滨河街道劳动东路锦绣家园二期，买房时合同里没有提过一楼要设快递分拣站，请管一管。',
  ],
  [
    '幼儿园',
    '咨询滨河街道锦绣家园小区配套幼儿园的问题。滨河街道劳动东路锦绣家园是有几千户的大社区，只配套了一个普惠幼儿园，学位不够，请问什么时候再建。',
  ],
  [
    '车位',
    '锦绣家园二期开发商违规出售车位。锦绣家园二期开发商强行在小区内划线锁车位，非法出售露天车位，业主无处停车。',
  ],
]

it.each(letters)('%s: joins only what tells of the same matter', async (matter, text) => {
  const others = letters
    .filter(([, other]) => other !== text)
    .map(([ofMatter, other]) => {
      return { caseId: ofMatter, itemId: other, at: AT - DAY_MS, fingerprint: fingerprintOf(other) }
    })
  const joined = await matchCandidate(fingerprintOf(text), AT, others)
  const twins = letters.filter(([other]) => other === matter).length
  expect(joined?.caseId ?? null).toBe(twins > 1 ? matter : null)
})
