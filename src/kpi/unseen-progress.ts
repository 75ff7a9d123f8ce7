// People whose work the systems do not see (unseen_progress above 30 %): left out where people are compared by speed or scripts, and named.
import type { Note } from '../contract/answer.ts'
import type { Texts } from '../contract/kpi-entry.ts'

const SHARE_MOST = 0.3
const CASES_LEAST = 10
const said: Texts = {
  ru: 'Без учёта тех, чью работу системы не видят',
  uk: 'Без урахування тих, чию роботу системи не бачать',
  en: 'Without those whose work the systems do not see',
}

/** Families of KPIs that such people cannot be compared by. */
export const familiesOfSeen: ReadonlySet<string> = new Set(['speed', 'scripts'])

export const isUnseen = (share: number | null, n: number): boolean => (share ?? 0) > SHARE_MOST && n >= CASES_LEAST

export const unseenNotes = (names: readonly string[], lang: keyof Texts): Note[] =>
  names.length === 0 ? [] : [{ code: 'unseen_left_out', text: `${said[lang]}: ${names.join(', ')}` }]
