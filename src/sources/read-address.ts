// Reads the address a user writes for a system: that of an account, or of a document.
import { AppError } from '../contract/errors.ts'

/** Errors: bad_input for what is no address. */
export const readOrigin = (written: string): string => readUrl(written).origin

/** The whole address; https where none is said. */
export function readUrl(written: string): URL {
  const text = /^[a-z]+:\/\//i.test(written) ? written : `https://${written}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '') return url
  throw new AppError('bad_input', `"${written}" is no address.`, { path: 'address', hint: 'Write it like https://company.amocrm.ru.' })
}
