// What is wrong with a YAML text, in words for the person who wrote it: where, what it is, and how to mend it.
import { LineCounter, parseDocument, type YAMLError } from 'yaml'

export interface YamlProblem {
  line: number
  what: string
  mend: string
}

/** By the library's codes; its own sentences are English. */
const words: Record<string, [what: string, mend: string]> = {
  MISSING_CHAR: ['缺一个符号', '补上缺的引号、括号、逗号，或冒号后面的空格'],
  BAD_INDENT: ['缩进不对', '同一层各行左边对齐，下一层多缩进两个空格'],
  TAB_AS_INDENT: ['用制表符缩进', '把行首的制表符换成空格'],
  DUPLICATE_KEY: ['同一个键写了两次', '只留一个，或改成不同的键'],
  UNEXPECTED_TOKEN: ['有不该在这里的内容', '看这一行和上一行的引号、括号、冒号是否写全'],
  MULTILINE_IMPLICIT_KEY: ['键写到了下一行', '键和它的冒号写在同一行；上一行可能缺冒号'],
  BLOCK_AS_IMPLICIT_KEY: ['一行里有两个冒号，或下一行缩进多了', '值里有冒号时给整个值加上引号；同一层各行左边对齐'],
  BLOCK_IN_FLOW: ['方括号或花括号里又分了行', '括号里用逗号分开写'],
  BAD_SCALAR_START: ['值以特殊符号开头', '给整个值加上引号'],
  BAD_DQ_ESCAPE: ['双引号里的反斜杠不对', '反斜杠写两个，或改用单引号'],
  BAD_ALIAS: ['星号指向的内容不存在', '给以 * 开头的值加上引号'],
  TAG_RESOLVE_FAILED: ['感叹号开头的标签认不出', '给以 ! 开头的值加上引号'],
  MULTIPLE_DOCS: ['一个文件里有两份内容', '去掉单独成行的 ---'],
  RESOURCE_EXHAUSTION: ['引用套得太多', '去掉 & 和 * 的引用，直接写值'],
}
/** Where one code has two causes, by the library's sentence. */
const closer: [RegExp, string, string][] = [
  [/without - indicator/, '列表的各行没有对齐', '同一项的各行左边对齐，新的一项以 - 开头'],
  [/end with a [\]}]/, '方括号或花括号没有写全', '补上收尾的括号'],
]
const other: [string, string] = ['写法不合 YAML', '检查缩进、冒号和引号']

/** Null when it reads well; its value is what JSON would hold. */
export function readYaml(text: string): { value: unknown } | { problems: YamlProblem[] } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  if (document.errors.length > 0) {
    const all = document.errors.map((error) => problemOf(error, lineCounter))
    // One slip makes several errors in its line: the first says it.
    return { problems: all.filter(({ line }, index) => all.findIndex((one) => one.line === line) === index) }
  }
  try {
    return { value: document.toJS() as unknown }
  } catch (error) {
    return { problems: [referenceProblem(text, String(error), lineCounter)] }
  }
}

function problemOf({ code, message, pos }: YAMLError, counter: LineCounter): YamlProblem {
  const near = closer.find(([pattern]) => pattern.test(message))
  const [what, mend] = near === undefined ? (words[code] ?? other) : [near[1], near[2]]
  return tell(counter.linePos(pos[0]), what, mend)
}

/** What is seen only when the value is made: a reference to nothing, or references that multiply. */
function referenceProblem(text: string, message: string, counter: LineCounter): YamlProblem {
  const name = /^ReferenceError: Unresolved alias[^:]*: (.+)$/.exec(message)?.[1]
  const [what, mend] = words[name === undefined ? 'RESOURCE_EXHAUSTION' : 'BAD_ALIAS']!
  return tell(counter.linePos(Math.max(0, name === undefined ? 0 : text.indexOf(`*${name}`))), what, mend)
}

const tell = ({ line, col }: { line: number; col: number }, what: string, mend: string): YamlProblem => ({
  line,
  what: `第 ${col} 列：不是合法的 YAML，${what}`,
  mend,
})

const kinds: Record<string, string> = {
  string: '文字（要加引号的加引号）',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（每项一行，以 - 开头）',
  object: '键值表',
  record: '键值表',
  undefined: '不写',
}

export const wordsOfKind = (kind: string | undefined): string => kinds[kind ?? ''] ?? '另一种写法'
