// One item: where it is from, when, its masked text with what the machine saw highlighted, and why.
import { useState } from 'react'
import type { ItemLine } from '../../src/wire.ts'
import { Behind } from './behind.tsx'
import { CorrectKeys } from './correct-dialog.tsx'
import { HighlightedText } from './highlight.tsx'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { SimilarLetters } from './similar-letters.tsx'
import { writeFull, writeNear } from './time.ts'

const FOLDED_CHARS = 400
/** Said of the text, never of who wrote it (§14-17); what to do comes from the server. */
export const earlyWords: Record<string, string> = {
  life: '生命安全',
  danger: '险情可能正在发生',
  minor: '涉未成年人',
  crowd: '可能聚集',
  escalate: '提到继续反映',
  ultimatum: '提到期限',
  rumour: '传言待核实',
  secret: '提到涉密字样',
}

const correctedWords: Record<ItemLine['corrected'][number]['field'], string> = {
  topics: '主题',
  place: '地点',
  gov: '涉政',
  deaths: '死亡',
  serious: '重伤',
  injured: '受伤',
  missing: '失联',
}

export function ItemCard({ line, caseId }: { line: ItemLine; caseId: string | null }) {
  const { item, masked, verdict } = line
  const names = useNames()
  const [whole, setWhole] = useState(false)
  const now = serverNow()
  const text = masked ?? ''
  const { title } = item
  // The text that was read begins with the title: it stands in the heading, with its evidence, and not once more.
  const head = title !== '' && text.startsWith(`${title}\n`) ? title.length : 0
  const from = head === 0 ? 0 : head + 1
  const long = text.length - from > FOLDED_CHARS
  return (
    <article className="item">
      <header>
        <b>{item.kind === 'letter' ? '来信' : item.kind === 'article' ? '报道' : '帖文'}</b>
        <span>{names.source(item.source)}</span>
        {item.platform !== names.source(item.source) && <span>{item.platform}</span>}
        {item.kind === 'letter' ? (
          <time title={writeFull(item.receivedAt)}>收到 {writeNear(item.receivedAt, now)}</time>
        ) : (
          <>
            <time title={item.publishedAt === null ? '来源没有写明' : writeFull(item.publishedAt)}>
              首发 {item.publishedAt === null ? '时间不明，待核' : writeNear(item.publishedAt, now)}
              {item.publishedPrecision === 'day' ? '（仅有日期，待核）' : ''}
            </time>
            <time title={writeFull(item.fetchedAt)}>发现 {writeNear(item.fetchedAt, now)}</time>
          </>
        )}
        {item.url !== null && /^https?:/i.test(item.url) && (
          <a href={item.url} target="_blank" rel="noreferrer noopener">
            原文链接 ↗
          </a>
        )}
        {line.notes.map((note) => (
          <i key={note} className="tag">
            {note}
          </i>
        ))}
      </header>
      <h3>{head > 0 ? <HighlightedText text={text} verdict={verdict} to={head} /> : title || '（无标题）'}</h3>
      {masked === null ? (
        <p className="faint">{erasedWords(line, names)}台账仍记有它的编号和校验值。</p>
      ) : (
        <p className="text">
          <HighlightedText text={text} verdict={verdict} from={from} to={whole ? text.length : from + FOLDED_CHARS} />
          {long && (
            <button type="button" className="link" onClick={() => setWhole(!whole)}>
              {whole ? ' 收起' : `…… 展开全文（${text.length - from} 字）`}
            </button>
          )}
        </p>
      )}
      {verdict !== null && <Judgement line={line} caseId={caseId} />}
      {caseId !== null && item.kind === 'letter' && verdict !== null && <SimilarLetters itemId={item.id} />}
      {caseId !== null && masked !== null && <Behind item={item} caseId={caseId} />}
    </article>
  )
}

/** Texts are erased for more than one reason, each by somebody's order. */
function erasedWords({ erased }: ItemLine, names: ReturnType<typeof useNames>): string {
  if (erased === null) return '原文已销毁。'
  return `原文已于 ${writeFull(erased.at)} 由 ${names.contact(erased.by)} 下令销毁，依据：${erased.rule}。`
}

/** The mark stands in the text; here it is named too, for a telephone shows no reason on hover. */
const told = (words: string) => <mark className="m-told">{words.replace(/\s+/g, ' ')}</mark>

/** Every machine judgement with its reason. */
function Judgement({ line, caseId }: { line: ItemLine; caseId: string | null }) {
  const names = useNames()
  const { directory } = names
  const { verdict } = line
  if (verdict === null) return null
  const numbers = (
    [
      ['死亡', verdict.deaths],
      ['重伤', verdict.serious],
      ['受伤', verdict.injured],
      ['失联', verdict.missing],
    ] as const
  ).filter(([, count]) => count !== null)
  return (
    <footer className="why">
      <span className="faint" title={`判断版本 ${verdict.version}`}>
        机器提示
      </span>
      {verdict.topics.map((topic) => (
        <span key={topic.id} title={`命中：${topic.evidence.map((one) => one.text).join('、') || '模型判断'}`}>
          <mark className="m-topic">{names.topic(topic.id)}</mark> {Math.round(topic.score * 100)}%
        </span>
      ))}
      {numbers.map(([name, count]) => (
        <span key={name}>
          <mark className="m-hurt">{name}</mark> {count}
        </span>
      ))}
      {verdict.type !== null && <span>类型 {verdict.type}</span>}
      {verdict.grade !== null && (
        <span title={verdict.article ?? undefined}>
          建议 <b>{verdict.grade}</b>
          {verdict.article !== null && <small>（{verdict.article}）</small>}
        </span>
      )}
      {verdict.suspected && <b>疑似重大</b>}
      {verdict.report && (
        <span>
          <b>疑似检举控告</b>
          {verdict.told === undefined ? '' : <small>（依据：{told(verdict.told.text)}）</small>}
        </span>
      )}
      {verdict.place === 'abroad' && <span>国外</span>}
      {verdict.early.map((code) => (
        <b key={code} className="early">
          {earlyWords[code] ?? code}：{directory?.earlySteps[code] ?? '请先看'}
        </b>
      ))}
      {line.corrected.map(({ field, actor, at, reason }) => (
        <i key={field} className="tag" title={`${names.contact(actor)}，${writeFull(at)}：${reason}`}>
          人工更正{correctedWords[field]}
        </i>
      ))}
      <CorrectKeys line={line} caseId={caseId} />
    </footer>
  )
}
