// What people write in their own words: personal data is covered before it can become an entry, which nobody can erase.
import { mask } from '@huiying/text/mask'
import { z } from 'zod'

/** Free text of at most `charsMax` UTF-16 units, trimmed; personal data in it comes out masked (§9.1), no shorter. */
export const freeText = (charsMax: number) => z.string().trim().max(charsMax).overwrite(coverPersonal)

/** The same of a text that came as a form's field. */
export const coverPersonal = (text: string): string => mask(text).text
