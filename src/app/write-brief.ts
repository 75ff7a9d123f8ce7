// The brief of the week that is over: at most three findings beyond the noise of their own series, the worst first; quiet otherwise.
import { Temporal } from 'temporal-polyfill'
import type { Member } from '../contract/answer.ts'
import type { BriefAnswer, BriefQuery, Finding } from '../contract/brief.ts'
import { AppError } from '../contract/errors.ts'
import { type FigureStyle, formatFigure } from '../contract/format-figure.ts'
import type { Texts } from '../contract/kpi-entry.ts'
import { briefLevels, repeatQuestion } from '../kpi/brief-series.ts'
import { resolvePeriod } from '../kpi/passes/period.ts'
import { type Alarm, findAlarms } from '../stats/find-alarms.ts'
import { findRecordNames } from '../warehouse/find-members.ts'
import { findBriefSeries, type Watched, type WatchedWeeks } from './brief-series.ts'
import type { House } from './open-house.ts'
import type { Ask } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type BriefAsk = Ask & { query: BriefQuery }
type Lang = FigureStyle['lang']
type Reader = { name: string; levels: keyof typeof briefLevels; person: string | null }

const FINDINGS_MOST = 3
const roles: Readonly<Record<string, 'owner' | 'head' | 'lead'>> = { owner: 'owner', head: 'head', lead: 'lead' }

const words = {
  usual: { ru: 'обычно около', uk: 'зазвичай близько', en: 'usually about' },
  of: { ru: 'из', uk: 'з', en: 'of' },
  rare: {
    ru: 'Случайно так бывает реже, чем раз в {n}',
    uk: 'Випадково так буває рідше, ніж раз на {n}',
    en: 'By chance this happens less than once in {n}',
  },
  together: { ru: 'вместе', uk: 'разом', en: 'together' },
  worse: { ru: 'хуже своего уровня', uk: 'гірше власного рівня', en: 'below its own level' },
  better: { ru: 'лучше своего уровня', uk: 'краще власного рівня', en: 'above its own level' },
  unripe: {
    ru: 'Своего уровня ещё нет: нужно не меньше 27 полных недель данных',
    uk: 'Власного рівня ще немає: потрібно щонайменше 27 повних тижнів даних',
    en: 'No own level yet: at least 27 full weeks of data are needed',
  },
} as const satisfies Record<string, Texts>

/** Throws not_found for an unknown person, forbidden for one a salesperson is not. */
export async function writeBrief(house: House, ask: BriefAsk): Promise<BriefAnswer> {
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const reader = await findReader(house, ask, workspace.num)
  const { for: _for, where: asked, compare: _compare, ...period } = ask.query
  const { to, asOf } = resolvePeriod(period, Temporal.Instant.fromEpochMilliseconds(ask.now.getTime()), zone.timezone)
  const today = asOf.toZonedDateTimeISO(zone.timezone).toPlainDate()
  const end = Temporal.PlainDate.compare(to, today) < 0 ? to : today
  const monday = end.subtract({ days: end.dayOfWeek - 1 })
  const where = reader.person === null ? asked : { ...asked, person: [reader.person] }
  const weeks = await findBriefSeries(house, {
    ...ask,
    levels: briefLevels[reader.levels],
    where,
    monday,
    asOf: asOf.toString(),
    isWorkday: zone.isWorkday,
  })
  const { alarms, judged, alpha } = findAlarms(weeks.watched.map(({ series }) => series))
  const style = { lang: ask.lang, currency: workspace.settings.currency }
  const found = alarms.map((alarm) => findingOf(weeks.watched[alarm.series]!, alarm, { weeks, style, monday, where: asked }))
  const findings = found
    .toSorted(
      (a, b) =>
        Number(a.kind === 'better') - Number(b.kind === 'better') ||
        (b.money ?? 0) - (a.money ?? 0) ||
        b.certainty - a.certainty ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, FINDINGS_MOST)
  return {
    ...weeks.head,
    by: [],
    for: reader.name,
    findings,
    quiet: findings.length === 0,
    budget: { series: judged, alpha, per_week: judged * alpha },
    ...(judged === 0 ? { notes: [{ code: 'no_history', text: words.unripe[ask.lang] }] } : {}),
  }
}

async function findReader(house: House, { viewer, query }: BriefAsk, ws: number): Promise<Reader> {
  const own = viewer.role === 'rep' ? viewer.person : null
  const asked = query.for ?? own ?? roles[viewer.role] ?? 'head'
  const role = roles[asked]
  if (role !== undefined && viewer.role !== 'rep') return { name: asked, levels: role, person: null }
  if (own !== null && asked !== own) throw new AppError('forbidden', 'A salesperson gets their own brief only.', { path: 'for' })
  const [person] = await findRecordNames(house.warehouse, ws, 'people', [asked])
  if (person === undefined)
    throw new AppError('not_found', `There is no person "${asked}".`, { path: 'for', hint: 'owner, head, lead, or a person as source:id' })
  return { name: asked, levels: 'person', person: asked }
}

type Telling = { weeks: WatchedWeeks; style: FigureStyle; monday: Temporal.PlainDate; where: BriefQuery['where'] }

function findingOf(watched: Watched, { p, excess, expected, weeks: span }: Alarm, { weeks, style, monday, where }: Telling): Finding {
  const { about, level, member, series } = watched
  const { lang } = style
  const kpi = about.shownAs ?? about.kpi
  const kind = excess > 0 === (about.better === 'higher') ? 'better' : 'worse'
  const each = weeks.worth(watched)
  const name = weeks.catalogue.byId.get(kpi)?.name[lang] ?? kpi
  const said = `${name}${member === null ? '' : `, ${member.name ?? member.id}`}`
  const often = words.rare[lang].replace('{n}', oncePerWeeks(Math.floor(1 / Math.max(p, 1e-6)), lang))
  return {
    id: [kpi, level, ...(member === null ? [] : [member.id])].join(':'),
    kind,
    title: `${said}: ${words[kind][lang]}`,
    text: `${said}${span === 1 ? '' : `, ${weeksText(span, lang)} ${words.together[lang]}`}: ${seenText(series, expected, span, style)}. ${often}.`,
    money: each === null ? null : Math.abs(excess) * each,
    certainty: 1 - p,
    evidence: {
      kpi,
      filters: { ...{ from: monday.subtract({ weeks: span }).toString(), to: monday.toString() }, ...filterOf(level, member, where) },
    },
    question: (kind === 'worse' ? about.question : repeatQuestion)[lang],
  }
}

const weeksText = (weeks: number, lang: string) =>
  new Intl.NumberFormat(lang, { style: 'unit', unit: 'week', unitDisplay: 'long' }).format(weeks)

/** The case after «раз в», which no unit of Intl has. */
const weekForms: Readonly<Record<Lang, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>> = {
  ru: { one: 'неделю', few: 'недели', other: 'недель' },
  uk: { one: 'тиждень', few: 'тижні', other: 'тижнів' },
  en: { one: 'week', other: 'weeks' },
}

function oncePerWeeks(weeks: number, lang: Lang): string {
  const forms = weekForms[lang]
  return `${new Intl.NumberFormat(lang).format(weeks)} ${forms[new Intl.PluralRules(lang).select(weeks)] ?? forms.other}`
}

/** What was seen in the last week, or in so many weeks together, against what is usual. */
function seenText({ kind, weeks }: Watched['series'], expected: number, span: number, style: FigureStyle): string {
  const { lang } = style
  const number = (value: number) => formatFigure(Math.round(value), 'count', style)
  if (kind === 'count') {
    const count = weeks.slice(-span).reduce((sum, week) => sum + week.count, 0)
    return `${number(count)}, ${words.usual[lang]} ${number(expected)}`
  }
  const [hits, n] = weeks.slice(-span).reduce(([a, b], week) => [a + week.hits, b + week.n], [0, 0])
  const percent = (value: number) => formatFigure(value, 'ratio', style)
  return `${number(hits!)} ${words.of[lang]} ${number(n!)} (${percent(hits! / n!)}), ${words.usual[lang]} ${percent(expected / n!)}`
}

function filterOf(
  level: Watched['level'],
  member: Member | null,
  where: BriefQuery['where'],
): { where?: NonNullable<BriefQuery['where']> } {
  const own = level === 'all' || member === null ? {} : { [level]: [member.id] }
  const all = { ...where, ...own }
  return Object.keys(all).length === 0 ? {} : { where: all }
}
