// What a file in the mailbox folder is that is no letter, as it stands on record.

/** Why it is none. */
export type StrayKind = '空文件' | '文件夹' | '其他文件'

export interface RefusedFile {
  kind: StrayKind
  /** Of its name, with the point. */
  ending: string
  bytes: number
  /** Null for a folder, and for what is too large to be hashed in one piece. */
  sha256: string | null
}
