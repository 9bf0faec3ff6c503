// What the API gives the page of a letter's attachments: types only.

export interface AttachmentLine {
  /** Its place in the letter, from 1. */
  number: number
  /** Masked. */
  name: string
  /** In words, by its bytes. */
  kind: string
  bytes: number
  /** It is shown in place; everything else is a download. */
  isPicture: boolean
}

export interface AttachmentPage {
  attachments: AttachmentLine[]
}
