// What an attachment is, in words, by its bytes first; of its name only the ending, where bytes say nothing.
import { typeOf } from './file-type.ts'
import { pixelsOf } from './picture-size.ts'

export interface AttachmentKind {
  words: string
  /** The type it may be shown with; null for what is only ever a download. */
  picture: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | null
  /** A double click on it would run it, or show it in a browser: it is saved under a name that none opens. */
  isActive: boolean
}

/** More would take a gigabyte of the screen's machine; a telephone's largest picture has 200 million. */
const PIXELS_MAX = 250_000_000
/** Looked at of a text, for what it begins with. */
const HEAD_BYTES = 1024

const pictures = { 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/gif': 'GIF', 'image/webp': 'WebP' } as const
const documents: [RegExp, string][] = [
  [/wordprocessingml/, 'Word 文档'],
  [/spreadsheetml/, 'Excel 表格'],
  [/presentationml/, 'PPT 演示'],
  [/\/ofd$/, 'OFD 文档'],
]
/** First bytes, one character each, of what holds no words and is no picture a browser shows. */
const beginnings: [RegExp, string][] = [
  [/^(?:Rar!|7z\xbc\xaf|\x1f\x8b)/, '压缩包'],
  [/^....ftyp(?:heic|heix|hevc|mif1|msf1|avif)/s, '图片（浏览器不能显示，请下载）'],
  [/^(?:II\*\0|MM\0\*|BM)/, '图片（浏览器不能显示，请下载）'],
  [/^(?:....ftyp|\x1aE\xdf\xa3|RIFF....AVI |\x00\x00\x01\xba|FLV)/s, '视频'],
  [/^(?:ID3|\xff[\xfb\xf3\xf2]|#!AMR|OggS|RIFF....WAVE|fLaC)/s, '录音'],
  [/^\x78\x9f\x3e\x22/, 'Outlook 打包附件（winmail.dat），里面的文件另列'],
]
const programBeginning = /^(?:MZ|\x7fELF|#!(?!AMR)|\xca\xfe\xba\xbe|\x4c\0\0\0\x01\x14\x02)/
const programEndings =
  'exe com scr pif bat cmd ps1 vb vbs vbe js jse mjs wsf wsh hta jar lnk msi reg cpl dll sh apk app url desktop iso chm'
const programEnding = new RegExp(`\\.(?:${programEndings.replaceAll(' ', '|')})$`, 'i')
const pageBeginning = /^\s*(?:<\?xml[^>]*>\s*)?<\s*(?:!doctype|html|head|body|script|svg|iframe|meta)\b/i
const pageEnding = /\.(?:x?html?|svgz?|mht(?:ml)?|xml|xsl|swf)$/i

const kind = (words: string, isActive = false): AttachmentKind => ({ words, picture: null, isActive })

export function kindOf(name: string, type: string, bytes: Buffer, isBroken: boolean): AttachmentKind {
  if (isBroken) return kind('编码已坏，读不出内容')
  if (bytes.length === 0) return kind('空文件')
  const found = typeOf(bytes)
  if (found !== null && found.type in pictures) return pictureKind(found.type as keyof typeof pictures, bytes)
  const head = bytes.toString('latin1', 0, HEAD_BYTES)
  const page = head.replace(/^\xef\xbb\xbf/, '').replace(/<!--.*?-->/gs, '')
  if (programBeginning.test(head) || programEnding.test(name)) return kind('程序或脚本，请勿运行', true)
  if (pageBeginning.test(page) || pageEnding.test(name)) {
    return kind(/<\s*svg/i.test(head) || /\.svgz?$/i.test(name) ? 'SVG 图形，不在此显示' : '网页，不在此显示', true)
  }
  const begun = beginnings.find(([pattern]) => pattern.test(head))
  if (begun !== undefined) return kind(begun[1])
  if (head.startsWith('%PDF-')) return kind(bytes.includes('/Encrypt') ? 'PDF 文档（有密码或限制）' : 'PDF 文档')
  if (head.startsWith('\xd0\xcf\x11\xe0')) return kind(compoundWords(bytes))
  if (head.startsWith('PK')) return kind(zipWords(bytes, found?.type ?? ''))
  if (type === 'message/rfc822' || /\.eml$/i.test(name)) return kind('邮件（转发的来信），里面的文件另列')
  if (found?.type === 'text/plain' || /^text\/plain$|\.(?:txt|csv)$/i.test(`${type}${name}`)) return kind('文本')
  return kind('其他文件')
}

function pictureKind(type: keyof typeof pictures, bytes: Buffer): AttachmentKind {
  const words = `${pictures[type]} 图片`
  const pixels = pixelsOf(type, bytes)
  if (pixels === null) return kind(`${words}（残缺，只能下载）`)
  if (pixels > PIXELS_MAX) return kind(`${words}（展开后太大，只能下载）`)
  return { words, picture: type, isActive: false }
}

/** A document with a password lies encrypted in the container of the old formats. */
function compoundWords(bytes: Buffer): string {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return 'Office 文档（有密码）'
  return 'Office 文档（旧格式）'
}

/** Bit 0 of the flags of a zip's first file says that it is encrypted. */
function zipWords(bytes: Buffer, type: string): string {
  const document = documents.find(([pattern]) => pattern.test(type))
  if (document !== undefined) return document[1]
  if (((bytes[6] ?? 0) & 1) === 1) return '压缩包（有密码）'
  return bytes.includes('vbaProject.bin') ? 'Office 文档（带宏，慎开）' : '压缩包'
}
