// Why a system could not be read → the reader's language. The server says it in plain English; what is not known here is told in general.
import type { TFunction } from 'i18next'
import { ApiProblem } from '../api/http.ts'

const known: readonly (readonly [RegExp, string])[] = [
  [/no longer accepts|does not accept|token|signed in/i, 'token'],
  [/not paid/i, 'unpaid'],
  [/blocked/i, 'blocked'],
  [/did not answer/i, 'silent'],
  [/cannot filter/i, 'filter'],
  [/right|may not|scope/i, 'rights'],
  [/answers \d+, not as/i, 'stranger'],
]

export function saySyncError(message: string, t: TFunction): string {
  return t(`sync_error.${known.find(([form]) => form.test(message))?.[1] ?? 'other'}`)
}

/** What went wrong when connecting. `example`: what an address looks like. */
export function sayConnectError(error: unknown, t: TFunction, example: string | null = null): string {
  if (!(error instanceof ApiProblem)) return t('sync_error.offline')
  if (error.code === 'source_unavailable') return saySyncError(error.message, t)
  if (/is not an address|is no address/.test(error.message)) return t('connect.problem.address', { example: example ?? '' })
  return t([`connect.problem.${error.code}`, 'sync_error.other'])
}
