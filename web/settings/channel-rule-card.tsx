// One rule of the company: when all its conditions hold, the lead belongs to the group.
import { ActionIcon, Autocomplete, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash, IconX } from '@tabler/icons-react'
import type { ChannelCondition, ChannelGroup, ChannelRule } from '../api/contract.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './meanings.module.css'

export const channelGroups = [
  ...(['seo', 'ads_search', 'ads_social', 'social', 'email', 'partner', 'referral'] as const),
  ...(['marketplace', 'direct', 'cold', 'existing', 'offline', 'other'] as const),
] as const satisfies readonly ChannelGroup[]
const fields = [
  ...['channel', 'campaign', 'origin', 'source', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'],
  ...['click_id', 'referrer', 'url', 'line', 'via'],
]
const ops = ['equals', 'contains', 'in', 'matches'] as const satisfies readonly ChannelCondition['op'][]

const textOf = ({ value }: ChannelCondition) => (Array.isArray(value) ? value.join(', ') : value)

function conditionOf(field: string, op: ChannelCondition['op'], text: string): ChannelCondition {
  if (op !== 'in') return { field, op, value: text }
  return { field, op, value: text.split(',').map((part) => part.trim()) }
}

type ConditionProps = { condition: ChannelCondition; onChange: (condition: ChannelCondition) => void; onDrop: (() => void) | null }

function ConditionLine({ condition, onChange, onDrop }: ConditionProps) {
  const { t } = useFormat()
  const { field, op } = condition
  const text = textOf(condition)
  return (
    <div className={css.condition}>
      <Autocomplete
        size="sm"
        aria-label={t('channel.field')}
        data={fields}
        value={field}
        onChange={(value) => onChange(conditionOf(value, op, text))}
      />
      <Select
        size="sm"
        aria-label={t('channel.op')}
        data={ops.map((value) => ({ value, label: t(`channel.ops.${value}`) }))}
        value={op}
        onChange={(value) => value && onChange(conditionOf(field, value as ChannelCondition['op'], text))}
        allowDeselect={false}
      />
      <TextInput
        size="sm"
        aria-label={t('channel.value')}
        placeholder={t(op === 'in' ? 'channel.values' : 'channel.value')}
        value={text}
        onChange={(event) => onChange(conditionOf(field, op, event.currentTarget.value))}
      />
      {onDrop && (
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('channel.drop_condition')} onClick={onDrop}>
          <IconX size={18} />
        </ActionIcon>
      )}
    </div>
  )
}

type Props = {
  rule: ChannelRule
  onChange: (rule: ChannelRule) => void
  onDrop: () => void
  onUp: (() => void) | null
  onDown: (() => void) | null
}

export function ChannelRuleCard({ rule, onChange, onDrop, onUp, onDown }: Props) {
  const { t } = useFormat()
  const tools = [
    { name: t('channel.up'), icon: IconArrowUp, act: onUp },
    { name: t('channel.down'), icon: IconArrowDown, act: onDown },
    { name: t('channel.drop_rule'), icon: IconTrash, act: onDrop },
  ]
  const put = (index: number, condition: ChannelCondition) =>
    onChange({ ...rule, when: rule.when.map((known, i) => (i === index ? condition : known)) })
  return (
    <div className={`card ${css.rule}`}>
      {rule.when.map((condition, index) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place in the rule
          key={index}
          condition={condition}
          onChange={(next) => put(index, next)}
          onDrop={rule.when.length > 1 ? () => onChange({ ...rule, when: rule.when.filter((_, i) => i !== index) }) : null}
        />
      ))}
      <div className={css.ruleFoot}>
        <TextButton onClick={() => onChange({ ...rule, when: [...rule.when, { field: 'utm_medium', op: 'equals', value: '' }] })}>
          {t('channel.add_condition')}
        </TextButton>
        <Select
          className={css.ruleGroup ?? ''}
          size="sm"
          aria-label={t('channel.group')}
          leftSection="→"
          data={channelGroups.map((value) => ({ value, label: t(`member.channel_group.${value}`) }))}
          value={rule.channel_group}
          onChange={(value) => value && onChange({ ...rule, channel_group: value as ChannelGroup })}
          allowDeselect={false}
        />
        <span>
          {tools.map(({ name, icon: Icon, act }) => (
            <ActionIcon
              key={name}
              variant="subtle"
              color="gray"
              size={32}
              title={name}
              aria-label={name}
              disabled={!act}
              onClick={act ?? undefined}
            >
              <Icon size={18} />
            </ActionIcon>
          ))}
        </span>
      </div>
    </div>
  )
}
