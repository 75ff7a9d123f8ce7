// What a value of a dimension is called on the page: channel groups by the word files, people by their own names, none as unknown.
import type { TFunction } from 'i18next'
import type { Member } from '../../src/contract/answer.ts'

const worded = new Set([
  'channel_group',
  'origin',
  'customer_kind',
  'lost_reason_group',
  'role',
  'tenure',
  'via',
  'direction',
  'touch_kind',
  'weekday',
])

export function nameMember(member: Member, dimension: string, t: TFunction): string {
  if (member.id === null) return t(`unknown.${dimension}`, { defaultValue: t('unknown.other') })
  if (dimension === 'state') return t(`lead_state.${member.id}`, { defaultValue: member.id })
  if (dimension === 'hour') return t('member.hour', { from: member.id, to: Number(member.id) + 1 })
  const own = member.name ?? member.id
  return worded.has(dimension) ? t(`member.${dimension}.${member.id}`, { defaultValue: own }) : own
}
