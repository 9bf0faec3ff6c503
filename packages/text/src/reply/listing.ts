// Whether a text numbers what it has to say, and up to how many.

/** 1、 一、 （1） 问题一 其一 ①, each a style of its own; 1.5 and 第3条 number nothing, 一是 lists reasons. */
const styles = [
  /(?<![\d.])[1-9](?=[、．）)]|\.(?!\d))/gu,
  /(?<=^|[。；：:\s，])[一二三四五六](?=[、．.])/gu,
  /[(（][1-9一二三四五六][)）]/gu,
  /(?:问题|疑问|其|第)[一二三四五六](?=[、，,：:是.\s])/gu,
  /[①②③④⑤⑥]/gu,
]

/** The most different numbers that stand before something in one style; 0 where nothing is numbered. */
export function itemsOf(text: string): number {
  return Math.max(...styles.map((style) => new Set(text.match(style) ?? []).size))
}
