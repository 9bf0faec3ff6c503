// 帮助: the keys, what each clock means with its document, and what is often misread.
import { Modal } from 'antd'
import { keyWords } from './key.ts'
import { useNames } from './me.ts'

const clocks: [string, string, string][] = [
  ['C5', '特别重大、重大突发事件最迟 5 小时内发布权威信息', '国办发〔2016〕80号'],
  [
    'C24',
    '特别重大、重大突发事件 24 小时内举行新闻发布会（书面通报不能代替；可经批准不召开）',
    '国办发〔2016〕61号、80号',
  ],
  ['C48', '其他政务舆情 48 小时内予以回应', '国办发〔2016〕61号'],
  ['持续发布', '首次发布后一直没有新信息时提醒，直到登记处置结束', '国办发〔2016〕80号；间隔为本单位规则'],
  ['来信', '来信按信箱规则计工作日，答复来信人才停，单位反馈不停', '本单位信箱规则'],
  ['上级交办', '上级交办、领导批示的截止时间，由人填写', '交办文号'],
  ['内部报告', '电话 30 分钟、书面 60 分钟，报上级；不是对外回应', '本单位规则'],
]
const misreadings: [string, string][] = [
  ['“黄金 4 小时”', '不是国办时限。4 小时说的是对上信息报告，不是公开回应。'],
  ['48 小时是办结时限', '不是。48 小时是予以回应；61号没有要求 48 小时办结。'],
  ['网上热度高就是重大突发事件', '不是。突发事件级别看伤亡和损失，热度只影响舆情级别。'],
  ['每条留言都要 5 小时回', '误读。5 小时只对特别重大、重大突发事件。'],
  ['已受理就算回应了', '受理告知只记首次回应，不停任何时限，也不能办结。'],
  ['改级、改派、并案、重开会重新计时', '都不会。起算不变，截止不会变晚。'],
]

const howTos: [string, string][] = [
  ['响铃', '疑似重大、红、单位退回、送达失败一直响到有人点“知道了”；5 分钟无人确认，值班长的屏幕也响。'],
  [
    '☎ 先打电话',
    '涉及生命安全或险情的排在最上面，直到有人“登记电话”（已通），或写明“不必打电话”的理由；停响、研判、交办都不撤下，未接的也不撤。并入别的案件时随之转过去；没有说明的不能办结、撤销。',
  ],
  [
    '单位的反馈',
    '“已退回”要改派；“单位回复”响铃，原话在时间线，太密时只记；“申请延期”要答复，同意前先改时限；“已反馈”是单位在邮件页面写的办理情况，可据此答复来信人；“回应待审核”确认后才停表，不行的“退回回应”写明要改什么，时限照走。',
  ],
  ['搜索', '队列里只有在办的；搜索时多出“已结”和“其他信息”（历史回填、待核、库存）两栏。'],
  [
    '电话督办',
    '未签收、红、超时和每个失败的送达各开一行；点已通、未接、改拨即登记，接通一次就停重复提醒；晚到的邮件送出后那一行自己撤下。',
  ],
  ['来信', '受理只告知来信人，不停时限；答复、不予受理（选原因码）、误投告知才停。答复要写明公开，或不公开的理由。'],
  ['成批办理', '按 v 或 Ctrl＋单击选中多行，一次交办、撤销、并案；逐件决定，不能办的逐件说明。'],
  ['记录', '案件页“更多”里有会商、三审、口径会签、线索移交等表单；两个以上单位或较大以上，未会签不能办结。'],
  [
    '交接班',
    '交班人核对清单、写明领导批示和口头交代后提交，接班人用自己的账号确认；确认前各屏幕持续提示“未确认交接”，更正就重新交班。',
  ],
  ['附件', '图片、PDF、Office 文档、纯文本，至多 10 MB；类型看内容不看文件名，下载不会在浏览器里运行。'],
  ['台账截至', '选“截至”后整页是那一刻的台账；导出写明截至的序号和封印，每次导出都记入台账。'],
  ['审计包', '内有台账、逐条记录和离线核验页；不给原文的记录只给校验值，照样能核验整条链。'],
  ['疑似涉密', '已加密隔离，不显示内容。勿转发、勿截图，请联系保密办。'],
]

function KeyTable() {
  return (
    <table className="keys">
      <tbody>
        {keyWords.map(([key, words]) => (
          <tr key={key}>
            <td>
              <kbd>{key}</kbd>
            </td>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function KeyList({ onClose }: { onClose(): void }) {
  return (
    <Modal open title="按键" footer={null} onCancel={onClose} width={420}>
      <KeyTable />
    </Modal>
  )
}

export function HelpPage() {
  const { directory } = useNames()
  return (
    <section
      className="help"
      aria-label="帮助"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the long page is scrolled by keys
      tabIndex={0}
    >
      <h1>帮助</h1>
      <h2>时限</h2>
      <table>
        <tbody>
          {clocks.map(([code, words, basis]) => (
            <tr key={code}>
              <th scope="row">{code}</th>
              <td>{words}</td>
              <td className="faint">{basis}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        时限依据：国办发〔2016〕80号（5h、24h）／61号（24h、48h）。
        <br />
        起算与计时口径：本单位规则 {directory?.version}
        （国办文件未规定，从严）。先按事发时间，没有则按首发时间，再没有按发现时间；自然小时，节假日不停。
      </p>
      <h2>常见误解</h2>
      <dl>
        {misreadings.map(([wrong, right]) => (
          <div key={wrong}>
            <dt>{wrong}</dt>
            <dd>{right}</dd>
          </div>
        ))}
      </dl>
      <h2>怎么办</h2>
      <dl>
        {howTos.map(([what, how]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
      <h2>按键</h2>
      <KeyTable />
      <h2>颜色与字</h2>
      <p>
        左边的色块只表示紧急程度，并且总有一个字：<span className="urgency u-蓝">·</span> 在走{' '}
        <span className="urgency u-黄">黄</span> <span className="urgency u-橙">橙</span>{' '}
        <span className="urgency u-红">红</span> 升级节点 <span className="urgency u-超时">超</span>{' '}
        已超时。级别写在方框里，与颜色无关。
      </p>
    </section>
  )
}
