// Why a row was not taken in, said in the reader's language.
import type { TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import { sayQuarantineReason } from '../../web/kit/quarantine-reason.ts'

/** Says which word was asked for, and with what. */
const t = ((key: string, { from, list, context }: Record<string, string>) =>
  [key, context, from, list].filter(Boolean).join('|')) as TFunction

describe('a reason of the quarantine', () => {
  it('is put into words with what it names', () => {
    expect(sayQuarantineReason('required, but empty', t)).toBe('quarantine.required')
    expect(sayQuarantineReason('required, but empty (from engage_date)', t)).toBe('quarantine.required|from|engage_date')
    expect(sayQuarantineReason('not one of open, won, lost', t)).toBe('quarantine.not_one_of|open, won, lost')
    expect(sayQuarantineReason('not a time between 1900 and 2299', t)).toBe('quarantine.not_time')
  })

  it('is shown as it came when nobody knows it', () => {
    expect(sayQuarantineReason('something new', t)).toBe('something new')
  })
})
