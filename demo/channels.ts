// The thirteen channel groups of the demo company: how many leads each brings, how good they are,
// what they cost and by which marks they are known.
import type { Source } from './truths.ts'

export type Origin = 'form' | 'call' | 'message' | 'walk_in' | 'manual' | 'cold' | 'import' | 'existing'
export type Channel = {
  group: string
  /** Share of the leads of each source. */
  weight: Record<Source, number>
  /** True chance that a lead answered at once is won. */
  win: number
  origins: readonly (readonly [Origin, number])[]
  /** Leads go past the contact centre to a seller. */
  direct?: boolean
  /** Money a day, by currency; paid channels only. */
  spend?: { perDay: number; currency: 'UAH' | 'USD'; weekdaysOnly?: boolean }
  campaigns: readonly string[]
  utm?: { source: string; medium: string }
  referrer?: string
  visits?: boolean
}

const web: Channel['origins'] = [
  ['form', 50],
  ['call', 28],
  ['message', 22],
]

export const channels: readonly Channel[] = [
  {
    group: 'ads_search',
    weight: { crm: 24, amo: 22 },
    win: 0.17,
    origins: web,
    spend: { perDay: 5200, currency: 'UAH' },
    campaigns: ['Кондиціонери Київ', 'Тепловий насос ціна', 'Вентиляція під ключ', 'Бренд'],
    utm: { source: 'google', medium: 'cpc' },
    referrer: 'https://www.google.com/',
    visits: true,
  },
  {
    group: 'ads_social',
    weight: { crm: 17, amo: 18 },
    win: 0.075,
    origins: [
      ['form', 72],
      ['message', 28],
    ],
    spend: { perDay: 62, currency: 'USD' },
    campaigns: ['Ліди: літо', 'Ліди: схожа аудиторія', 'Ретаргетинг'],
    utm: { source: 'facebook', medium: 'paid_social' },
    referrer: 'https://www.facebook.com/',
    visits: true,
  },
  {
    group: 'seo',
    weight: { crm: 16, amo: 15 },
    win: 0.18,
    origins: web,
    spend: { perDay: 1300, currency: 'UAH', weekdaysOnly: true },
    campaigns: [],
    referrer: 'https://www.google.com/',
    visits: true,
  },
  {
    group: 'social',
    weight: { crm: 6, amo: 11 },
    win: 0.12,
    origins: [
      ['message', 85],
      ['form', 15],
    ],
    campaigns: [],
    referrer: 'https://www.instagram.com/',
    visits: true,
  },
  {
    group: 'email',
    weight: { crm: 3, amo: 2 },
    win: 0.15,
    origins: [
      ['form', 70],
      ['call', 30],
    ],
    spend: { perDay: 140, currency: 'UAH' },
    campaigns: ['Розсилка місяця', 'Реактивація'],
    utm: { source: 'newsletter', medium: 'email' },
    visits: true,
  },
  {
    group: 'partner',
    weight: { crm: 5, amo: 4 },
    win: 0.2,
    origins: [
      ['manual', 60],
      ['call', 40],
    ],
    direct: true,
    campaigns: [],
  },
  {
    group: 'referral',
    weight: { crm: 6, amo: 7 },
    win: 0.22,
    origins: [
      ['call', 70],
      ['message', 30],
    ],
    direct: true,
    campaigns: [],
  },
  {
    group: 'marketplace',
    weight: { crm: 6, amo: 7 },
    win: 0.11,
    origins: [
      ['message', 60],
      ['call', 40],
    ],
    spend: { perDay: 900, currency: 'UAH' },
    campaigns: ['Prom', 'Rozetka'],
  },
  {
    group: 'direct',
    weight: { crm: 7, amo: 7 },
    win: 0.17,
    origins: [
      ['call', 60],
      ['form', 30],
      ['walk_in', 10],
    ],
    campaigns: [],
    visits: true,
  },
  {
    group: 'cold',
    weight: { crm: 7, amo: 0 },
    win: 0.05,
    origins: [
      ['cold', 80],
      ['import', 20],
    ],
    campaigns: ['Холодна база 2025', 'ОСББ'],
  },
  {
    group: 'existing',
    weight: { crm: 4, amo: 0 },
    win: 0.21,
    origins: [['existing', 100]],
    direct: true,
    campaigns: [],
  },
  {
    group: 'offline',
    weight: { crm: 3, amo: 4 },
    win: 0.13,
    origins: [
      ['call', 55],
      ['walk_in', 45],
    ],
    spend: { perDay: 650, currency: 'UAH' },
    campaigns: ['Виставка', 'Зовнішня реклама'],
  },
  {
    group: 'other',
    weight: { crm: 2, amo: 3 },
    win: 0.09,
    origins: [
      ['form', 60],
      ['call', 40],
    ],
    campaigns: [],
  },
]

export const findChannel = (group: string): Channel => {
  const found = channels.find((one) => one.group === group)
  if (!found) throw new Error(`no channel ${group} in the demo company`)
  return found
}
