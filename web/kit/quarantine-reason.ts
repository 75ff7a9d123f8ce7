// Why a row was not taken in → the reader's language. The server says it in plain English; what is not known here is shown as it is.
import type { TFunction } from 'i18next'

const known: readonly (readonly [RegExp, string])[] = [
  [/^required, but empty(?: \(from (?<from>.+)\))?$/, 'required'],
  [/^not one of (?<list>.+)$/, 'not_one_of'],
  [/^not true or false/, 'not_bool'],
  [/^holds a zero byte/, 'zero_byte'],
  [/^not JSON$|^not a JSON object/, 'not_json'],
  [/^not a currency/, 'not_currency'],
  [/^no clear number/, 'not_number'],
  [/^day and month cannot be told apart/, 'day_or_month'],
  [/^not a time/, 'not_time'],
]

export function sayQuarantineReason(reason: string, t: TFunction): string {
  for (const [form, key] of known) {
    const found = form.exec(reason)
    if (found) return t(`quarantine.${key}`, { from: '', list: '', ...found.groups, ...(found.groups?.from ? { context: 'from' } : {}) })
  }
  return reason
}
