// The settings of a workspace: their keys, forms and defaults, and how a change of them is read and checked.

import { parseDocument } from 'yaml'
import { z } from 'zod'
import { calendars, localDay } from './calendar.ts'
import { channelRule } from './channel-groups.ts'
import { customerRule } from './customer-rule.ts'
import { AppError } from './errors.ts'
import { FIELD_ROUND, FIELD_TARGETS } from './field-targets.ts'

export const CREDIT_MODES = ['closer', 'opener', 'split'] as const
export const SALE_EVENTS = ['won', 'contract', 'prepaid', 'paid', 'first_payment', 'full_payment'] as const
export const PIPELINE_KINDS = ['qualification', 'sales', 'repeat', 'fulfilment', 'other'] as const
export const MILESTONES = [
  ...(['new', 'contacted', 'qualified', 'meeting_set', 'meeting_held', 'proposal'] as const),
  ...(['contract', 'invoice', 'prepaid', 'paid', 'delivered'] as const),
] as const
export const LOST_REASON_GROUPS = [
  ...(['junk', 'not_target', 'no_contact', 'price', 'competitor', 'no_need'] as const),
  ...(['postponed', 'terms', 'no_stock', 'our_fault', 'other'] as const),
] as const

export const PERSON_ROLES = ['seller', 'caller', 'account', 'head', 'reviewer', 'service', 'marketing', 'robot', 'other'] as const
/** Settings whose default has to be confirmed once. */
const CONFIRMED_SETTINGS = ['sale_event'] as const

const id = z.string().min(1).max(300)
const days = z.number().int().min(1).max(3650)

const timezone = z
  .string()
  .refine(isZone, { error: (issue) => `unknown time zone "${String(issue.input)}"; write an IANA name such as Europe/Kyiv` })

const currency = z
  .string()
  .toUpperCase()
  .refine(isCurrency, { error: (issue) => `unknown currency "${String(issue.input)}"; write an ISO 4217 code such as UAH` })

const month = z.preprocess(
  (value) => (typeof value === 'number' ? String(value).padStart(2, '0') : value),
  z.string().regex(/^(0[1-9]|1[0-2])$/, 'write the month as 01 to 12'),
)

const isFieldTarget = (target: string) => target === FIELD_ROUND || (FIELD_TARGETS as readonly string[]).includes(target)

/** Ids in the maps are written as everywhere: `source:id`. */
const shape = {
  timezone: timezone.default('Europe/Kyiv'),
  currency: currency.default('UAH'),
  fiscal_year_start: month.default('01'),
  credit: z.enum(CREDIT_MODES).default('closer'),
  sale_event: z.enum(SALE_EVENTS).default('won'),
  purchases: z.enum(['deals', 'payments']).default('deals'),
  purchase_gap_days: z.number().int().min(0).max(365).default(0),
  effective_call_s: z.number().int().min(0).max(3600).default(30),
  activity_window_days: days.nullable().default(null),
  base_coverage_days: days.default(90),
  attribution_days: days.default(90),
  complete_from: z.record(id, z.record(id, localDay)).default({}),
  channel_rules: z.array(channelRule).max(1000).default([]),
  ideal_customer: customerRule.nullable().default(null),
  calendars: calendars.prefault([{}]),
  pipelines: z.record(id, z.strictObject({ kind: z.enum(PIPELINE_KINDS) })).default({}),
  stages: z
    .record(
      id,
      z.strictObject({
        milestone: z.enum(MILESTONES).nullable().optional(),
        days_max: z.number().positive().max(3650).nullable().optional(),
      }),
    )
    .default({}),
  lost_reasons: z.record(id, z.enum(LOST_REASON_GROUPS)).default({}),
  people: z.record(id, z.strictObject({ role: z.enum(PERSON_ROLES) })).default({}),
  fields: z
    .record(id, z.record(z.string().refine(isFieldTarget, { error: `one of ${FIELD_TARGETS.join(', ')}` }), z.string().max(500)))
    .default({}),
  confirmed: z.array(z.string().min(1).max(600)).max(10_000).default([]),
}

const settingsSchema = z.strictObject(shape)

export type Settings = z.infer<typeof settingsSchema>
export type SettingKey = keyof Settings

export const SETTING_KEYS = Object.keys(shape) as SettingKey[]

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/**
 * A change: a key, or a dotted place in a map (`stages.crm:17.milestone`), and its new value. The value replaces what was
 * there; null takes an entry out of its map and sets a key back to its default.
 */
export type SettingPatch = Readonly<Record<string, unknown>>

/** Settings from what was stored: absent keys have their defaults. */
export function parseSettings(stored: unknown): Settings {
  return settingsSchema.parse(stored)
}

/** Only what differs from the defaults: what is worth storing. */
export function sparseSettings(settings: Settings): Partial<Settings> {
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(DEFAULT_SETTINGS[key as SettingKey])
  return Object.fromEntries(Object.entries(settings).filter(differs))
}

/** Reads `KEY=VALUE` pairs; a value is a YAML scalar or flow collection. Throws bad_input with every bad pair. */
export function parseSettingPairs(pairs: readonly string[]): SettingPatch {
  const problems: Problem[] = []
  const patch: Record<string, unknown> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) problems.push({ path: pair, message: 'write it as KEY=VALUE' })
    else patch[pair.slice(0, at).trim()] = readYaml(pair.slice(at + 1), pair.slice(0, at).trim(), problems)
  }
  return refuse(problems) ?? patch
}

/** Reads a YAML document of settings, as `rumb settings` prints it. Every key in it is replaced whole. */
export function parseSettingDocument(text: string): SettingPatch {
  const problems: Problem[] = []
  const document = readYaml(text, '', problems)
  if (problems.length === 0 && document !== null && !isMap(document)) problems.push({ path: '', message: 'write a map of keys and values' })
  return refuse(problems) ?? ((document ?? {}) as SettingPatch)
}

/** The settings after a change, checked whole. Throws bad_input with every problem and its place. */
export function applySettingPatch(current: Settings, patch: SettingPatch): Settings {
  const problems: Problem[] = []
  const next: Record<string, unknown> = structuredClone(current)
  for (const [path, value] of Object.entries(patch)) place(next, path, value, problems)
  // Who sets it has answered it, be it as it was.
  const told = CONFIRMED_SETTINGS.filter((key) => (patch[key] ?? null) !== null)
  if (told.length > 0 && patch.confirmed === undefined) next.confirmed = [...new Set([...current.confirmed, ...told])]
  const checked = settingsSchema.safeParse(next)
  if (!checked.success) problems.push(...checked.error.issues.flatMap((issue) => explainIssue(issue, [])))
  return refuse(problems) ?? (checked.data as Settings)
}

type Problem = { path: string; message: string }

/** Maps whose entries can be named in a path, with the fields an entry has (none: the entry is the value). */
const MAPS: Partial<Record<string, readonly string[]>> = {
  pipelines: ['kind'],
  stages: ['milestone', 'days_max'],
  lost_reasons: [],
  people: ['role'],
}

function place(next: Record<string, unknown>, path: string, value: unknown, problems: Problem[]): void {
  const [key = '', ...rest] = path.split('.')
  if (!SETTING_KEYS.includes(key as SettingKey)) {
    problems.push({ path, message: `unknown setting; known: ${SETTING_KEYS.join(', ')}` })
  } else if (rest.length === 0) {
    if (value === null) delete next[key]
    else next[key] = value
  } else {
    const steps = placeSteps(key, rest)
    if (steps === null) problems.push({ path, message: `${key} has no entries; set it whole` })
    else putEntry(next[key], steps, value, (entry) => (next[key] = entry))
  }
}

// An id may hold dots, the names of fields do not: the field is recognised at the end, the rest is the id.
function placeSteps(key: string, rest: string[]): string[] | null {
  if (key === 'complete_from' || key === 'fields') return rest.length === 1 ? rest : [rest[0]!, rest.slice(1).join('.')]
  const fields = MAPS[key]
  if (!fields) return null
  const last = rest.at(-1)!
  return rest.length > 1 && fields.includes(last) ? [rest.slice(0, -1).join('.'), last] : [rest.join('.')]
}

function putEntry(map: unknown, [step, ...deeper]: string[], value: unknown, put: (map: Record<string, unknown>) => void): void {
  const entries = isMap(map) ? { ...map } : {}
  if (deeper.length > 0) putEntry(entries[step!], deeper, value, (entry) => (entries[step!] = entry))
  else if (value === null) delete entries[step!]
  else entries[step!] = value
  if (deeper.length > 0 && isMap(entries[step!]) && Object.keys(entries[step!] as object).length === 0) delete entries[step!]
  put(entries)
}

function explainIssue(issue: z.core.$ZodIssue, before: PropertyKey[]): Problem[] {
  const path = [...before, ...issue.path]
  // A union says only that nothing fitted: the part that came furthest tells why.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depth = (issues: z.core.$ZodIssue[]) => Math.max(...issues.map(({ path: at }) => at.length))
    const [nearest] = issue.errors.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))
    return nearest!.flatMap((inner) => explainIssue(inner, path))
  }
  return [{ path: path.map(String).join('.'), message: issue.message }]
}

function readYaml(text: string, path: string, problems: Problem[]): unknown {
  const document = parseDocument(text, { version: '1.2', uniqueKeys: true, logLevel: 'silent' })
  if (document.errors.length === 0) return document.toJS({ maxAliasCount: 100 })
  for (const error of document.errors) {
    const line = error.linePos?.[0].line
    problems.push({ path: path || `line ${line ?? 1}`, message: error.message.split('\n')[0]!.replace(/:$/, '') })
  }
  return null
}

function refuse(problems: readonly Problem[]): null {
  if (problems.length === 0) return null
  const first = problems[0]!
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AppError('bad_input', `Settings: ${first.path ? `${first.path}: ` : ''}${first.message}${more}`, { path: first.path, problems })
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The warehouse minds the case of a zone, Intl does not.
function isZone(name: string): boolean {
  if (!/^([A-Z][A-Za-z0-9_+-]*)(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // TRICKY: Intl tells an unknown zone only by an exception; its list leaves out the aliases.
    return false
  }
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}
