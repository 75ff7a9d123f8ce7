import { expect, test } from 'vitest'
import { CHANNEL_GROUPS, type ChannelCondition, channelRule, DEFAULT_CHANNEL_RULES } from './channel-groups.ts'
import { recordKinds } from './records/kinds.ts'
import { LOST_REASON_GROUPS, MILESTONES, PIPELINE_KINDS } from './settings.ts'

test('the rules of the product are such as a workspace may write', () => {
  for (const rule of DEFAULT_CHANNEL_RULES) expect(channelRule.parse(rule)).toEqual(rule)
})

test('every group but other is reached by the name of the group itself', () => {
  for (const group of CHANNEL_GROUPS) expect(groupOf({ channel: group })).toBe(group)
})

test.each([
  [{ utm_source: 'google', utm_medium: 'cpc' }, 'ads_search'],
  [{ utm_source: 'facebook', utm_medium: 'cpc' }, 'ads_social'],
  [{ utm_source: 'ig', utm_medium: 'paid_social' }, 'ads_social'],
  [{ utm_source: 'instagram', utm_medium: 'story' }, 'social'],
  [{ utm_source: 'google', utm_medium: 'organic' }, 'seo'],
  [{ utm_source: 'base', utm_medium: 'email' }, 'email'],
  [{ utm_source: 'prom', utm_medium: 'cpc' }, 'marketplace'],
  [{ click_id: 'gclid=abc' }, 'ads_search'],
  [{ click_id: 'fbclid=abc' }, 'ads_social'],
  [{ referrer: 'https://www.google.com.ua/' }, 'seo'],
  [{ referrer: 'https://l.facebook.com/' }, 'social'],
  [{ referrer: 'https://blog.example.com/review' }, 'referral'],
  [{ channel: 'Яндекс Директ' }, 'ads_search'],
  [{ channel: 'Холодний обдзвін' }, 'cold'],
  [{ channel: 'Рекомендация' }, 'referral'],
  [{ channel: 'Виставка Agro 2026' }, 'offline'],
  [{ channel: 'Партнёры' }, 'partner'],
  [{ origin: 'existing', channel: 'seo' }, 'existing'],
  [{ channel: 'зов предков' }, 'other'],
])('%o is %s', (facts, group) => {
  expect(groupOf(facts)).toBe(group)
})

test('the choices of the settings are those of the records', () => {
  const choices = (kind: string, column: string) =>
    recordKinds.find(({ name }) => name === kind)?.columns.find(({ name }) => name === column)?.choices
  expect(choices('pipelines', 'kind')).toEqual(PIPELINE_KINDS)
  expect(choices('stages', 'milestone')).toEqual(MILESTONES)
  expect(choices('lost_reasons', 'group')).toEqual(LOST_REASON_GROUPS)
})

function groupOf(facts: Record<string, string>): string {
  const holds = ({ field, op, value }: ChannelCondition) => {
    const text = facts[field]?.toLowerCase()
    if (text === undefined) return false
    if (op === 'in') return value.map((known) => known.toLowerCase()).includes(text)
    if (op === 'matches') return new RegExp(value, 'iu').test(text)
    return op === 'equals' ? text === value.toLowerCase() : text.includes(value.toLowerCase())
  }
  return DEFAULT_CHANNEL_RULES.find(({ when }) => when.every(holds))?.channel_group ?? 'other'
}
