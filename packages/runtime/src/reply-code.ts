// What a mail server said, without its words: they often repeat the address, which must stand nowhere.

/** `550 5.1.1` out of whatever it wrote; 未说明原因 when there is no code. */
export function replyCode(said: string): string {
  const codes = /\b([245]\d\d)?[ -]?\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(said)
  const plain = /^\s*([245]\d\d)\b/.exec(said)
  return codes !== null
    ? [codes[1], codes[2]].filter((one) => one !== undefined).join(' ')
    : (plain?.[1] ?? '未说明原因')
}
