// How many pixels a picture says it has: a few bytes can unpack into more than a screen's machine holds.

/** Null where it does not say: then it cannot be shown either. */
export function pixelsOf(type: string, bytes: Buffer): number | null {
  try {
    if (type === 'image/png') return bytes.readUInt32BE(16) * bytes.readUInt32BE(20)
    if (type === 'image/gif') return bytes.readUInt16LE(6) * bytes.readUInt16LE(8)
    return type === 'image/webp' ? webpPixels(bytes) : jpegPixels(bytes)
  } catch {
    // It ends before it says.
    return null
  }
}

function webpPixels(bytes: Buffer): number | null {
  const form = bytes.toString('latin1', 12, 16)
  if (form === 'VP8X') return (bytes.readUIntLE(24, 3) + 1) * (bytes.readUIntLE(27, 3) + 1)
  if (form === 'VP8 ') return (bytes.readUInt16LE(26) & 0x3fff) * (bytes.readUInt16LE(28) & 0x3fff)
  if (form !== 'VP8L') return null
  const bits = bytes.readUInt32LE(21)
  return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
}

/** The frame header (SOF) follows segments of any length. */
function jpegPixels(bytes: Buffer): number | null {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const mark = bytes[at + 1]!
    if (mark === 0xff) at += 1
    else if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc) {
      return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7)
    } else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
