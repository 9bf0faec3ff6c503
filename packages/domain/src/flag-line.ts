// What a reader had to guess, mend or leave of an item, in words for card and `trace`: flags are codes on record.

const words: Record<string, string> = {
  'no-date': '来源没有写时间',
  'bad-date': '写的时间读不出',
  'future-date': '写的时间在未来，待核',
  'zone-assumed': '时间未写时区，按北京时间',
  'charset-guessed': '未声明编码，按内容推断',
  'suspected-garbled': '疑似乱码，请看原件',
  'characters-replaced': '含不可显示的字符，已替换',
  'hidden-text': '含隐藏文字，未采用',
  'suspected-spam': '疑似垃圾镜像',
  'unsafe-url': '链接不安全，已去掉',
  'relative-url': '链接不完整',
  'xml-mended': '来源格式有误，已宽松读取',
  'xml-cut': '来源太大，只读了前面',
  'items-cut': '来源条目太多，只收了前面',
  'text-cut': '正文太长，只收了前面',
  'letter-cut': '原件过大，只收了开头',
  unreadable: '程序读不了，请人工看原件',
  'mime-broken': '信件格式有误，已尽量读取',
  'parts-cut': '信件层次太多，只读了前面',
  'attachments-cut': '附件太多，只收了前面',
  'attachment-refused': '有附件过大或可疑，未读',
  'attachment-unread': '有附件读不出文字',
  'attachment-unshown': '有图片等没有文字的附件，请打开附件查看',
  'tnef-broken': 'winmail.dat 附件读不出',
  'own-mail': '本系统发出的邮件',
  'auto-submitted': '自动答复',
  bounce: '退信',
  'delivery-reply': '对督办邮件的回复',
  'answer-reply': '对回信的回复',
}

/** For the machine alone, of a reply: which delivery it answers, from whose address, whether it signs, its files. */
const silent = /^(reply-to:.*|from-addressee|signs|files:\d+|pictures-only)$/

/** What has no words yet is shown as it stands rather than left out (人工录入：wang). */
export const flagLine = (flags: string[]): string[] =>
  flags
    .filter((flag) => !silent.test(flag))
    .map((flag) => words[flag] ?? flag.replace(/^answer-reply:(.*)$/, '对 $1 回信的回复'))
