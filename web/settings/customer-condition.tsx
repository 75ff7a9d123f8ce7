// One condition of the ideal customer: a field, how it is compared, and what with, picked from what leads have.
import { ActionIcon, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { CustomerCondition, ResourceOutput } from '../api/contract.ts'
import { nameMember } from '../kit/member-name.ts'
import { useFormat } from '../kit/use-format.ts'
import { isComplete } from './customer-rule.ts'
import css from './meanings.module.css'

export type Fields = ResourceOutput<'customerRuleTry'>['fields']
type Props = { condition: CustomerCondition; fields: Fields; onChange: (condition: CustomerCondition) => void; onDrop: () => void }

const ops = ['in', 'equals', 'contains', 'at_least', 'at_most', 'known', 'unknown'] as const
type Op = (typeof ops)[number]

const opOf = (condition: CustomerCondition): Op => (condition.op === 'known' && !condition.value ? 'unknown' : condition.op)
const textOf = ({ value }: CustomerCondition) => (Array.isArray(value) ? (value[0] ?? '') : value)

/** The same condition compared otherwise; what was looked for stays as far as it fits. */
function withOp(condition: CustomerCondition, op: Op): CustomerCondition {
  const { field } = condition
  const text = condition.op === 'known' ? '' : String(textOf(condition))
  if (op === 'known' || op === 'unknown') return { field, op: 'known', value: op === 'known' }
  if (op === 'at_least' || op === 'at_most') return { field, op, value: text === '' ? Number.NaN : Number(text) }
  if (op === 'in') return { field, op, value: (text === '' ? [] : [text]) as [string] }
  return { field, op, value: text }
}

function ValueInput({ condition, fields, onChange }: Omit<Props, 'onDrop'>) {
  const { t } = useFormat()
  const { field, op } = condition
  const label = t('channel.value')
  if (op === 'known') return null
  if (field === 'decision_maker') {
    const data = [true, false].map((value) => ({ value: String(value), label: t(value ? 'ideal.yes' : 'ideal.no') }))
    const value = String(textOf(condition)) || null
    const choose = (chosen: string | null) => chosen && onChange({ field, op: 'equals', value: chosen })
    return <Select size="sm" aria-label={label} data={data} value={value} onChange={choose} allowDeselect={false} />
  }
  if (op === 'at_least' || op === 'at_most') {
    const value = Number.isFinite(condition.value) ? condition.value : ''
    const set = (next: string | number) => onChange({ field, op, value: typeof next === 'number' ? next : Number.NaN })
    return <NumberInput size="sm" aria-label={label} value={value} onChange={set} />
  }
  const known = fields.find((one) => one.field === field)?.values ?? []
  if (op === 'in') {
    // Groups of channels go by their ids and are shown by their names.
    const named = new Map(
      known.map((value) => [field === 'channel_group' ? nameMember({ id: value, name: null }, field, t) : value, value]),
    )
    const shown = condition.value.map((value) => [...named].find(([, id]) => id === String(value))?.[0] ?? String(value))
    return (
      <TagsInput
        size="sm"
        aria-label={label}
        placeholder={shown.length === 0 ? t('ideal.choose') : ''}
        data={[...named.keys()]}
        value={shown}
        onChange={(next) => onChange({ field, op, value: next.map((name) => named.get(name) ?? name) as [string] })}
      />
    )
  }
  return (
    <TextInput
      size="sm"
      aria-label={label}
      value={String(condition.value)}
      onChange={({ currentTarget }) => onChange({ field, op, value: currentTarget.value })}
    />
  )
}

export function ConditionRow({ condition, fields, onChange, onDrop }: Props) {
  const { t, count } = useFormat()
  const { field } = condition
  const names = [...new Set([...fields.map((one) => one.field), field])]
  const label = (name: string) => (name.startsWith('extra.') ? name.slice('extra.'.length) : t(`ideal.field.${name}`))
  const known = fields.find((one) => one.field === field)?.known
  return (
    <div className={css.condition} data-condition={field}>
      <Select
        size="sm"
        aria-label={t('channel.field')}
        data={names.map((value) => ({ value, label: label(value) }))}
        value={field}
        onChange={(value) => value && onChange(withOp({ ...condition, field: value }, value === 'decision_maker' ? 'equals' : 'in'))}
        searchable
        allowDeselect={false}
      />
      <Select
        size="sm"
        aria-label={t('channel.op')}
        data={ops.map((value) => ({ value, label: t(`ideal.op.${value}`) }))}
        value={opOf(condition)}
        onChange={(value) => value && onChange(withOp(condition, value as Op))}
        allowDeselect={false}
      />
      <ValueInput condition={condition} fields={fields} onChange={onChange} />
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('channel.drop_condition')} onClick={onDrop}>
        <IconX size={18} />
      </ActionIcon>
      <p className={`small quiet ${css.note}`}>
        {!isComplete(condition) && `${t('ideal.incomplete')} `}
        {known !== undefined && !field.startsWith('extra.') && t('ideal.known', { count: known, text: count(known) })}
      </p>
    </div>
  )
}
