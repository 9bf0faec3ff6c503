// Files moved within the mailbox folder; one that somebody took away meanwhile is no fault.
import { renameSync } from 'node:fs'

export interface Move {
  from: string
  to: string
}

export function moveFiles(moves: Move[]): void {
  for (const { from, to } of moves) {
    try {
      renameSync(from, to)
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error
    }
  }
}
