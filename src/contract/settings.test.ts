import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { formatSettings, SETTING_DOCS } from './setting-docs.ts'
import {
  applySettingPatch,
  DEFAULT_SETTINGS,
  parseSettingDocument,
  parseSettingPairs,
  parseSettings,
  SETTING_KEYS,
  sparseSettings,
} from './settings.ts'

const set = (...pairs: string[]) => applySettingPatch(DEFAULT_SETTINGS, parseSettingPairs(pairs))

describe('settings', () => {
  test('the keys are those of the contract and each is explained in three languages', () => {
    expect(SETTING_KEYS.join(' ')).toBe(
      'timezone currency fiscal_year_start credit sale_event purchases purchase_gap_days effective_call_s activity_window_days ' +
        'base_coverage_days attribution_days complete_from channel_rules ideal_customer calendars pipelines stages lost_reasons people fields confirmed',
    )
    for (const key of SETTING_KEYS) {
      const { ru, uk, en } = SETTING_DOCS[key]
      expect([ru, uk, en].every((doc) => doc.length > 20) && ru !== uk, key).toBe(true)
    }
  })

  test('a company works Monday to Friday, nine to six, holidays or not, unless told otherwise', () => {
    const nine = [['09:00', '18:00']]
    expect(DEFAULT_SETTINGS.calendars).toEqual([
      {
        team_id: null,
        hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
        country: null,
        ignore_holidays: true,
        days_off: [],
        extra_working_days: [],
      },
    ])
  })

  test.each([
    ['timezone=America/New_York', { timezone: 'America/New_York' }],
    ['currency=usd', { currency: 'USD' }],
    ['fiscal_year_start=04', { fiscal_year_start: '04' }],
    ['fiscal_year_start="11"', { fiscal_year_start: '11' }],
    ['activity_window_days=null', { activity_window_days: null }],
    ['activity_window_days=180', { activity_window_days: 180 }],
    ['complete_from.crm.deals=2026-01-01', { complete_from: { crm: { deals: '2026-01-01' } } }],
    ['complete_from={crm: {deals: 2026-01-01}}', { complete_from: { crm: { deals: '2026-01-01' } } }],
    ['pipelines.crm:5.kind=repeat', { pipelines: { 'crm:5': { kind: 'repeat' } } }],
    ['stages.crm:a.b=c.days_max=3.5', null],
    ['stages.crm:v1.2.days_max=3.5', { stages: { 'crm:v1.2': { days_max: 3.5 } } }],
    ['stages.crm:7={milestone: null, days_max: 9}', { stages: { 'crm:7': { milestone: null, days_max: 9 } } }],
    ['lost_reasons.Дорого=price', { lost_reasons: { Дорого: 'price' } }],
    [
      'calendars=[{hours: {sat: [[10:00, 24:00]], sun: []}}]',
      { calendars: [{ ...DEFAULT_SETTINGS.calendars[0], hours: { sat: [['10:00', '24:00']], sun: [] } }] },
    ],
  ])('%s', (pair, expected) => {
    if (expected === null) expect(() => set(pair)).toThrow(AppError)
    else expect(set(pair)).toEqual({ ...DEFAULT_SETTINGS, ...expected })
  })

  test('null takes an entry out, and sets a key back', () => {
    const changed = set('lost_reasons.a=price', 'lost_reasons.b=terms', 'complete_from.crm.deals=2026-01-01', 'currency=EUR')
    const back = parseSettingPairs(['lost_reasons.a=null', 'complete_from.crm.deals=null', 'currency=null'])
    expect(applySettingPatch(changed, back)).toEqual({ ...DEFAULT_SETTINGS, lost_reasons: { b: 'terms' } })
  })

  test.each([
    ['timezone=Europe/Atlantis', 'timezone', /unknown time zone "Europe\/Atlantis"/],
    ['timezone=europe/kyiv', 'timezone', /IANA/],
    ['timezone=+02:00', 'timezone', /IANA/],
    ['currency=XQZ', 'currency', /unknown currency "XQZ"/],
    ['currency=12', 'currency', /string/],
    ['fiscal_year_start=13', 'fiscal_year_start', /01 to 12/],
    ['credit=everybody', 'credit', /closer/],
    ['purchase_gap_days=-1', 'purchase_gap_days', />=0/],
    ['effective_call_s=thirty', 'effective_call_s', /number/],
    ['complete_from.crm.deals=2026-02-30', 'complete_from.crm.deals', /YYYY-MM-DD/],
    ['calendars=[]', 'calendars', /workspace/],
    ['calendars=[{}, {}]', 'calendars.1.team_id', /second calendar of the workspace/],
    ['calendars=[{hours: {mon: [["18:00", "09:00"]]}}]', 'calendars.0.hours.mon.0', /ends after it starts/],
    ['calendars=[{hours: {mon: [["09:00", "13:00"], ["12:00", "18:00"]]}}]', 'calendars.0.hours.mon', /overlap/],
    ['calendars=[{hours: {mon: [["9:00", "18:00"]]}}]', 'calendars.0.hours.mon.0.0', /HH:MM/],
    ['calendars=[{hours: {moonday: []}}]', 'calendars.0.hours', /moonday/],
    ['calendars=[{country: XX}]', 'calendars.0.country', /ISO 3166/],
    ['calendars=[{days_off: [2026-05-01], extra_working_days: [2026-05-01]}]', 'calendars.0.extra_working_days.0', /day off as well/],
    ['channel_rules=[{channel_group: telepathy, when: []}]', 'channel_rules.0.channel_group', /seo/],
    [
      'channel_rules=[{channel_group: seo, when: [{field: mood, op: equals, value: x}]}]',
      'channel_rules.0.when.0.field',
      /unknown field "mood"/,
    ],
    [
      'channel_rules=[{channel_group: seo, when: [{field: url, op: matches, value: "("}]}]',
      'channel_rules.0.when.0.value',
      /regular expression/,
    ],
    [
      'channel_rules=[{channel_group: seo, when: [{field: url, op: matches, value: "(?=a)"}]}]',
      'channel_rules.0.when.0.value',
      /look-around/,
    ],
    ['ideal_customer={all: []}', 'ideal_customer.all', />=1/],
    ['ideal_customer={all: [{field: size, op: like, value: 5}]}', 'ideal_customer.all.0.op', /at_least/],
    ['ideal_customer={not: {all: [{field: mood, op: equals, value: 5}]}}', 'ideal_customer.not.all.0.field', /unknown field "mood"/],
    ['ideal_customer=rich', 'ideal_customer', /./],
    ['channel_rules=[{channel_group: seo, when: [{field: url, op: like, value: x}]}]', 'channel_rules.0.when.0.op', /matches/],
    ['pipelines.crm:5.kind=magic', 'pipelines.crm:5.kind', /qualification/],
    ['stages.crm:7.colour=red', 'stages.crm:7.colour', /object/],
    ['timezone.city=Kyiv', 'timezone.city', /set it whole/],
    ['mood=good', 'mood', /unknown setting/],
    ['currency', 'currency', /KEY=VALUE/],
    ['calendars=[{', 'calendars', /./],
  ])('%s is refused at %s', (pair, path, message) => {
    const [problem] = problemsOf(() => set(pair))
    expect(problem).toEqual({ path, message: expect.stringMatching(message) })
  })

  test('all problems are told at once', () => {
    const problems = problemsOf(() => set('currency=XQZ', 'mood=good', 'calendars=[{country: XX, days_off: [tomorrow]}]'))
    expect(problems.map(({ path }) => path).sort()).toEqual(['calendars.0.country', 'calendars.0.days_off.0', 'currency', 'mood'])
  })

  test('a document replaces the keys it has and leaves the others', () => {
    const before = set('lost_reasons.a=price', 'currency=EUR')
    const after = applySettingPatch(before, parseSettingDocument('lost_reasons: {b: terms}\n'))
    expect([after.lost_reasons, after.currency]).toEqual([{ b: 'terms' }, 'EUR'])
    expect(parseSettingDocument('# nothing\n')).toEqual({})
  })

  test.each([
    ['a list', '- currency\n', /map/],
    ['a key twice', 'currency: USD\ncurrency: EUR\n', /unique/],
    ['broken YAML', 'currency: [USD\n', /./],
  ])('a document that is %s is refused', (_name, text, message) => {
    expect(problemsOf(() => parseSettingDocument(text))[0]?.message).toMatch(message)
  })

  test('an ideal customer may be as deep as needed but not endless', () => {
    const nest = (levels: number): string => (levels === 0 ? '{field: size, op: at_least, value: 50}' : `{not: ${nest(levels - 1)}}`)
    expect(set(`ideal_customer=${nest(8)}`).ideal_customer).not.toBeNull()
    expect(() => set(`ideal_customer=${nest(9)}`)).toThrow(AppError)
    expect(
      set('ideal_customer={any: [{field: industry, op: in, value: [Retail, IT]}, {field: extra.tier, op: equals, value: A}]}')
        .ideal_customer,
    ).not.toBeNull()
  })

  test('what is printed is read back as the same settings, in every language', () => {
    const settings = set('timezone=Asia/Almaty', 'stages.crm:7={milestone: paid, days_max: 2}', 'complete_from.a.deals=2026-01-01')
    for (const lang of ['ru', 'uk', 'en'] as const) {
      const printed = formatSettings(settings, lang)
      expect(applySettingPatch(DEFAULT_SETTINGS, parseSettingDocument(printed))).toEqual(settings)
      expect(printed).toContain(`# ${SETTING_DOCS.timezone[lang]}\ntimezone: Asia/Almaty\n`)
    }
  })

  test('what is stored is only what differs, and it comes back whole', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom('price', 'terms')),
        fc.integer({ min: 0, max: 365 }),
        (reasons, gap) => {
          const settings = applySettingPatch(DEFAULT_SETTINGS, { lost_reasons: { ...reasons }, purchase_gap_days: gap })
          expect(parseSettings(JSON.parse(JSON.stringify(sparseSettings(settings))))).toEqual(settings)
        },
      ),
      { seed: 1 },
    )
    expect(sparseSettings(DEFAULT_SETTINGS)).toEqual({})
  })
})

function problemsOf(run: () => unknown): AppError['problems'] {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error.problems
    throw error
  }
  return []
}
