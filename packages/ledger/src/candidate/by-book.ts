// What is kept of each book, those used last: every book has a bound of its own.
import { LRUCache } from 'lru-cache'

export function openByBook<K extends {}, V extends {}>(max: number) {
  const books = new Map<string, LRUCache<K, V>>()
  return {
    of(book: string): LRUCache<K, V> {
      const known = books.get(book)
      if (known !== undefined) return known
      const fresh = new LRUCache<K, V>({ max })
      books.set(book, fresh)
      return fresh
    },
    all: () => books.values(),
  }
}
