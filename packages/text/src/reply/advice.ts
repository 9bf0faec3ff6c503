// What each hint of a reply is called and what it asks of the person who wrote it (§8.2, §8.3).
import type { HintCode } from './hint.ts'

export interface HintAdvice {
  name: string
  /** Said to the person: what would make the hint go, never "leave the words out". */
  ask: string
}

export const hintAdvice: Record<HintCode, HintAdvice> = {
  Q1: { name: '套话过密', ask: '补上事实、数字、措施和期限' },
  Q2: { name: '万能回复', ask: '与本单位给别的来信的答复几乎相同，请针对这封信写' },
  Q3: { name: '只受理不答复', ask: '写明办理结果；还没有结果的，按受理告知登记' },
  Q4: { name: '推诿', ask: '写明已转给谁、转办编号或联系人' },
  Q5: { name: '未覆盖诉求', ask: '来信里的这几处没有看到回应，请逐处写明；换了说法已经答到的可以忽略' },
  Q6: { name: '照抄政策', ask: '写明“针对您反映的……”的结论' },
  Q7: { name: '无依据', ask: '写明法律政策的名称、文号或条款' },
  Q8: { name: '无时限承诺', ask: '写明日期或期限；没有写的按本单位规则的天数跟踪' },
  Q9: { name: '无联系方式或救济途径', ask: '写明咨询电话或救济途径' },
  Q10: { name: '态度风险', ask: '改写这几句，并请他人复核' },
  Q11: { name: '归因模糊', ask: '写明责任主体和具体原因' },
  Q12: { name: '承诺到期无续报', ask: '回应此前承诺的事项' },
  Q13: { name: '泄露他人信息', ask: '打码或改写后才能登记' },
  Q14: { name: '称谓、日期或数字有误', ask: '核对这几处' },
  Q15: { name: '与已发口径冲突', ask: '与此前发布的数字核对一致，再行登记' },
}
