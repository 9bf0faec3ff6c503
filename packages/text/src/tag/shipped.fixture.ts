// What the tests of a small shipped model begin with: its file, what is recorded beside it, and letters about nothing.
import { readFileSync } from 'node:fs'

export function readShipped(name: string) {
  const folder = new URL('../../model/', import.meta.url)
  const bytes = readFileSync(new URL(`${name}.model`, folder))
  return { bytes, record: JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) }
}

export const ordinary = [
  '小区绿化带里的垃圾没人清，请物业安排，谢谢',
  '公交改线以后上班要倒两趟车，希望恢复原来的站',
  '请问新生儿的医保什么时候能办好，要带什么材料',
  '楼下饭店油烟大，开不了窗，反映过几次都没有结果',
  '学校门口停车乱，接孩子要堵很久，请交警来管一管',
]
