import { expect, test } from 'vitest'
import { channelRule } from './channel-groups.ts'
import { DEFAULT_CHANNEL_RULES } from './default-channel-rules.ts'
import { recordKinds } from './records/kinds.ts'
import { LOST_REASON_GROUPS, MILESTONES, PIPELINE_KINDS } from './settings.ts'

test('the rules of the product are such as a workspace may write', () => {
  for (const rule of DEFAULT_CHANNEL_RULES) expect(channelRule.parse(rule)).toEqual(rule)
})

test.each(['(?=ads)', '(a)\\1', '\\u0430', '[^]', 'a{2000}', '(?<name>a)', '\\p{Script=Greek}', '('])(
  '%s is refused as a pattern',
  (value) => {
    expect(channelRule.safeParse({ channel_group: 'seo', when: [{ field: 'channel', op: 'matches', value }] }).success).toBe(false)
  },
)

test('the choices of the settings are those of the records', () => {
  const choices = (kind: string, column: string) =>
    recordKinds.find(({ name }) => name === kind)?.columns.find(({ name }) => name === column)?.choices
  expect(choices('pipelines', 'kind')).toEqual(PIPELINE_KINDS)
  expect(choices('stages', 'milestone')).toEqual(MILESTONES)
  expect(choices('lost_reasons', 'group')).toEqual(LOST_REASON_GROUPS)
})
