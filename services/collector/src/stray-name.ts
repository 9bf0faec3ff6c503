// The name of a file that is no letter, as it may stand on record: it often says whose letter it is.
import { mask } from '@huiying/text/mask'

const NAME_CHARS_MAX = 120
/** Each part between these may be a person's name, with nothing before it that says so. */
const parts = /([\s_.\-—·+,，、()（）【】[\]]+)/
const SIGNED = '来信人：'

/** Masked as texts are, and each of its parts as if somebody signed with it; of about the same length. */
export const coverName = (name: string): string =>
  mask(name)
    .text.slice(0, NAME_CHARS_MAX)
    .split(parts)
    .map((part) => mask(`${SIGNED}${part}`).text.slice(SIGNED.length))
    .join('')
