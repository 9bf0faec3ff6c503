// What a letter wants, by its first sentence: whom the reply owes a telephone and a way to appeal (Q9) depends on it.
export type LetterKind = '投诉' | '咨询' | '求助' | '建议'

const TITLE_UNITS_MAX = 60
const asksForPunishing =
  /查处|严查|整治|督促|取缔|拆除|整改|停业|制止|清理|从严|处理.{0,8}(?:违法|违规|扰民)|严惩|彻查|追究/u
const suggesting =
  /^(?:.{0,12}?|.*[，,])(?:建议|希望|盼|恳求|祈求|(?<![申邀聘])请(?![问教])|呼吁|求助|救救|能否|能不能|要求|关于.{2,30}的?(?:建议|请求|报告))/u
const complaining = new RegExp(
  [
    '投诉|举报|质疑|控诉|曝光|反映|扰民|乱收费|拖欠|违规|违法|拒载|污染|欺骗|霸王|不作为|推诿|恶意|黑|骗',
    '强制|强迫|乱停|占道|噪音|噪声|不合理|再反映|欠薪|不服|不满(?!\\d|十|周)|有异议|没道理|假[酒货药冒]|强卖|[三十]倍赔|砸地|骂人|辱骂',
  ].join('|'),
  'u',
)
/** A wish that a wrong may end is a complaint. */
const wronged = /质疑|投诉|举报|阻止|扰民|污染|油烟|乱收费|违反规定|违规|违法|拖欠|欠薪/u
/** Complains in so many words, whatever its title wishes. */
const complains = /(?:予以|特此|现|我要|进行|特)(?:投诉|举报)|彻查|严惩|追究.{0,8}责任|还.{0,8}公道/u
const consulting =
  /咨询|请问|想问|[？?]|吗|哪里|哪些|如何|怎么|怎样|何时|什么时候|多少|是否|疑问|询问|问题的?咨询|手续|政策/u

/** 投诉 and 咨询 are owed a contact; 求助 and 建议 gain from one. */
export function kindOfLetter(letter: string): LetterKind {
  const title = (/^[^。！!？?\n]*[。！!？?\n]?/u.exec(letter.trim())?.[0] ?? '').slice(0, TITLE_UNITS_MAX)
  if (/^(?:咨询|请问|想问|询问)/u.test(title) && !complaining.test(title)) return '咨询'
  if (suggesting.test(title)) {
    if (asksForPunishing.test(title) || wronged.test(title) || complains.test(letter)) return '投诉'
    return /建议|希望|盼/u.test(title) ? '建议' : '求助'
  }
  if (complaining.test(title)) return '投诉'
  if (consulting.test(title)) return '咨询'
  return complaining.test(letter) ? '投诉' : consulting.test(letter) ? '咨询' : '求助'
}
