// The word files: the same keys and places in three languages, plural forms of each, and no word a head of sales would not say.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { leadStates } from '../../src/contract/analyses.ts'
import { whyCodes } from '../../src/contract/answer.ts'
import { CHANNEL_GROUPS } from '../../src/contract/channel-groups.ts'
import { roles } from '../../src/contract/roles.ts'
import { CREDIT_MODES, LOST_REASON_GROUPS, MILESTONES, PIPELINE_KINDS, SALE_EVENTS, SETTING_KEYS } from '../../src/contract/settings.ts'

type Words = Map<string, string>
const languages = ['ru', 'uk', 'en'] as const

function flatten(node: object, path: string[] = [], found: Words = new Map()): Words {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set([...path, key].join('.'), value)
    else flatten(value as object, [...path, key], found)
  }
  return found
}

const readWords = (file: string) => JSON.parse(readFileSync(new URL(`../../web/locales/${file}`, import.meta.url), 'utf8')) as object

const words = Object.fromEntries(
  languages.map((language) => [
    language,
    new Map(['', 'editing/'].flatMap((folder) => [...flatten(readWords(`${folder}${language}.json`))])),
  ]),
) as Record<(typeof languages)[number], Words>

const plural = /_(one|few|many|other)$/
/** `too_few` ends like a plural form and is none: a counted key has its `other`. */
const isCounted = (known: Words, key: string) => plural.test(key) && known.has(key.replace(plural, '_other'))
const stems = (language: (typeof languages)[number]) => new Set([...words[language].keys()].map((key) => key.replace(plural, '')))
const places = (text: string) => new Set(text.match(/\{\{\w+\}\}|<\w>/g) ?? [])

describe('the words of the page', () => {
  it.each(['uk', 'en'] as const)('are all there in %s', (language) => {
    expect(stems(language)).toEqual(stems('ru'))
  })

  it.each(languages)('have every plural form that %s needs', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = new Set(
      [...words[language].keys()].filter((key) => isCounted(words[language], key)).map((key) => key.replace(plural, '')),
    )
    for (const stem of counted) for (const form of forms) expect(words[language].has(`${stem}_${form}`), `${stem}_${form}`).toBe(true)
  })

  it('hold the same places in every language', () => {
    for (const [key, text] of words.ru) {
      const stem = key.replace(plural, '')
      for (const language of ['uk', 'en'] as const) {
        const other = words[language].get(key) ?? words[language].get(`${stem}_other`)
        expect(places(other ?? ''), `${language} ${key}`).toEqual(places(text))
      }
    }
  })

  it('say what every action of the audit log is', () => {
    const root = new URL('../../src/', import.meta.url)
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
    const actions = files.flatMap((path) => [...readFileSync(new URL(path, root), 'utf8').matchAll(/action: '([a-z_]+\.[a-z_]+)'/g)])
    expect(actions.length).toBeGreaterThan(40)
    const unsaid = actions.map(([, action = '']) => action).filter((action) => !words.ru.has(`audit.action.${action.replace('.', '_')}`))
    expect(unsaid).toEqual([])
  })

  it('say none of the words a head of sales would not', () => {
    const unsaid = /квантил|цензур|когорт|\bp90\b|пайплайн|воркспейс|лидерборд|лідерборд|откат|квот|p-value/i
    for (const language of ['ru', 'uk'] as const) for (const [key, text] of words[language]) expect(text, key).not.toMatch(unsaid)
  })

  it('name every reason, state, channel group and reason group of the contract', () => {
    for (const language of languages) {
      for (const code of whyCodes) expect(words[language].has(`why.${code}`), code).toBe(true)
      for (const state of leadStates) expect(words[language].has(`lead_state.${state}`), state).toBe(true)
      for (const group of CHANNEL_GROUPS) expect(words[language].has(`member.channel_group.${group}`), group).toBe(true)
      for (const group of LOST_REASON_GROUPS) expect(words[language].has(`member.lost_reason_group.${group}`), group).toBe(true)
    }
  })

  it('name every setting, its values and every role', () => {
    const keys = [
      ...SETTING_KEYS.map((key) => `setting.${key}.name`),
      ...MILESTONES.map((milestone) => `milestone.${milestone}`),
      ...PIPELINE_KINDS.map((kind) => `pipeline_kind.${kind}`),
      ...SALE_EVENTS.map((event) => `choice.sale_event.${event}.name`),
      ...CREDIT_MODES.map((mode) => `choice.credit.${mode}.name`),
      ...roles.map((role) => `role.${role}`),
    ]
    for (const language of languages) for (const key of keys) expect(words[language].has(key), key).toBe(true)
  })

  it('leave no English in the Russian and Ukrainian page but names of systems and keys', () => {
    const known = /\{\{\w+\}\}|<\/?\w>|\b(CRM|SEO|CSV|HTTP|UAH|Rumb|rumb|import|KPI|NPS|Excel|Ctrl|Enter|Escape)\b/g
    // What stands on the pages of other systems is told as it stands there, and what is written into a rule as it is written.
    const foreign = /^connect\.(title|steps)\.|^consent\.(steps\.|return_text$|client_)|^load\.forms$|^own\.(id|where|formula)_text$/
    for (const language of ['ru', 'uk'] as const) {
      for (const [key, text] of words[language]) if (!foreign.test(key)) expect(text.replace(known, ''), key).not.toMatch(/[a-z]{2,}/i)
    }
  })
})
