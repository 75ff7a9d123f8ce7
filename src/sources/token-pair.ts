// Tokens of two parts, written with a colon between them.
import { AppError } from '../contract/errors.ts'

/** Throws bad_usage naming the form, such as KEY:SECRET. */
export function readPair(token: string, form: string): [string, string] {
  const at = token.indexOf(':')
  const [first, second] = [token.slice(0, at).trim(), token.slice(at + 1).trim()]
  if (at > 0 && first !== '' && second !== '') return [first, second]
  throw new AppError('bad_usage', `The token has two parts: write it as ${form}.`, { path: 'token' })
}
