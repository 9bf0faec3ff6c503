// Cuts text into words with nodejieba and our own words; the dictionary (about 270 MB a thread) is loaded at the first
// cut.
import nodejieba from 'nodejieba'
import { topicWords } from './dictionary/topic.ts'
import { splitWords } from './tag/lexicon.ts'

let loaded = false

/** Words of the text in order; nothing is dropped. */
export function cut(text: string): string[] {
  load()
  return nodejieba.cut(text)
}

/** The same words with what kind each is (n… noun, v… verb, as ICTCLAS names them). */
export function cutTagged(text: string): { word: string; tag: string }[] {
  load()
  return nodejieba.tag(text)
}

function load(): void {
  if (loaded) return
  nodejieba.load()
  const own = new Set<string>()
  for (const { strong } of topicWords)
    for (const word of splitWords(strong)) if (/^\p{Script=Han}{2,6}$/u.test(word)) own.add(word)
  for (const word of own) nodejieba.insertWord(word)
  loaded = true
}
