// Which figures rest on what was only guessed of a company: kinds of pipelines, meanings of stages, groups of reasons, the sale event,
// roles of people, channels of source names.
import type { GUESSED } from '../contract/guesses.ts'
import type { KpiEntry, Texts } from '../contract/kpi-entry.ts'

export type Guessed = (typeof GUESSED)[number]

/** Facts that are what they are, whatever pipelines and stages mean. */
const PLAIN = new Set([
  'touches',
  'visits',
  'spend',
  'expenses',
  'feedback',
  'payments',
  'workdays',
  'missed_calls',
  'call_steps',
  'replies',
])
const OF_PEOPLE = new Set(['person', 'team', 'role', 'manager'])

/** Columns a figure looks at, as far as its measure names them. */
export function guessesBehind({ measure }: Pick<KpiEntry, 'measure'>): Set<Guessed> {
  const text = JSON.stringify(measure)
  const facts = [...text.matchAll(/"fact":"(\w+)"/g)].map(([, fact]) => fact!)
  const found = new Set<Guessed>()
  if (facts.length === 0 || facts.some((fact) => !PLAIN.has(fact))) for (const one of ['pipeline', 'stage', 'role'] as const) found.add(one)
  if (/reason|junk|disqual|lost/.test(text)) found.add('reason')
  if (/sold|won|sale|purchase|credits|"items"|customer|miss_at/.test(text) || facts.length === 0) found.add('sale_event')
  if (/channel|"credits"|"spend"/.test(text)) found.add('channel')
  return found
}

/** Those of the question besides: by whom or by what it is told apart. */
export function guessesAsked(dimensions: readonly string[]): Set<Guessed> {
  const found = new Set<Guessed>()
  for (const dimension of dimensions) {
    if (/channel|campaign/.test(dimension)) found.add('channel')
    if (OF_PEOPLE.has(dimension)) found.add('role')
    if (/reason/.test(dimension)) found.add('reason')
    if (/stage|pipeline/.test(dimension)) for (const one of ['pipeline', 'stage'] as const) found.add(one)
  }
  return found
}

const head: Texts = {
  ru: 'Стоит на догадках, которые никто не подтвердил',
  uk: 'Стоїть на здогадках, яких ніхто не підтвердив',
  en: 'Rests on guesses nobody has confirmed',
}
const names: Readonly<Record<Guessed, Texts>> = {
  pipeline: { ru: 'воронки', uk: 'воронки', en: 'pipelines' },
  stage: { ru: 'этапы', uk: 'етапи', en: 'stages' },
  reason: { ru: 'причины отказа', uk: 'причини відмови', en: 'refusal reasons' },
  sale_event: { ru: 'что считать продажей', uk: 'що вважати продажем', en: 'what counts as a sale' },
  role: { ru: 'кто продаёт', uk: 'хто продає', en: 'who sells' },
  channel: { ru: 'каналы источников', uk: 'канали джерел', en: 'channels of sources' },
}

/** One line: what is open, and how many of each where that may be several. */
export function sayGuesses(open: ReadonlyMap<Guessed, number>, lang: keyof Texts): string {
  const list = [...open].map(([what, count]) => (what === 'sale_event' ? names[what][lang] : `${names[what][lang]} (${count})`))
  return `${head[lang]}: ${list.join(', ')}`
}
