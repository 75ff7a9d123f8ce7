// What the columns of the file hold: proposed, each to be changed; what is required and missing stands on top.
import { MultiSelect, Select } from '@mantine/core'
import type { UploadProposal } from '../api/contract.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './imports.module.css'
import { aim, findMissing, keep, type MappingDraft, skip, withValue, wordColumns } from './mapping-draft.ts'

type Props = { proposal: UploadProposal; draft: MappingDraft; onChange: (draft: MappingDraft) => void }

function Missing({ proposal, draft, onChange }: Props) {
  const { t } = useFormat()
  const missing = findMissing(draft, proposal.fields)
  const made = Object.keys(draft.made)
  const shown = proposal.fields.filter((field) => missing.includes(field) || made.includes(field.name))
  if (shown.length === 0) return null
  const name = (column: string) => t(`column.${column}`, { defaultValue: column })
  return (
    <section className={missing.length > 0 ? css.alert : `card ${css.fields}`} data-missing={missing.length}>
      {missing.length > 0 && <b role="alert">{t('load.missing', { names: missing.map((field) => name(field.name)).join(', ') })}</b>}
      {shown.map((field) => (
        <MultiSelect
          key={field.name}
          label={`${t('load.from')}: ${name(field.name)}`}
          description={t('load.from_text')}
          data={proposal.headers.map(({ header }) => header)}
          value={[...(draft.made[field.name] ?? [])]}
          onChange={(headers) => onChange({ ...draft, made: { ...draft.made, [field.name]: headers } })}
          searchable
        />
      ))}
    </section>
  )
}

function Header({ proposal, draft, onChange, at }: Props & { at: number }) {
  const { t } = useFormat()
  const shown = proposal.headers[at]
  if (!shown) return null
  const { header, samples, by_values } = shown
  const data = [
    ...proposal.fields.map(({ name, required }) => ({
      value: name,
      label: `${t(`column.${name}`, { defaultValue: name })}${required ? ' *' : ''}`,
    })),
    { value: keep, label: t('load.keep') },
    { value: skip, label: t('load.skip') },
  ]
  return (
    <div className={css.line} data-header={header}>
      <b>{header}</b>
      <span className={css.samples} title={samples.join(' · ')}>
        {samples.join(' · ') || '–'} {by_values && <span className="small quiet">({t('load.by_values')})</span>}
      </span>
      <Select
        aria-label={`${header}: ${t('load.meaning')}`}
        data={data}
        value={draft.targets[header] ?? keep}
        onChange={(target) => target && onChange(aim(draft, header, target))}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('bar.nothing')}
      />
    </div>
  )
}

function Values({ proposal, draft, onChange }: Props) {
  const { t } = useFormat()
  const word = (value: string) => t(`column_value.${value}`, { defaultValue: value })
  return wordColumns(draft, proposal).map(({ name, choices, given }) => (
    <section key={name} className={`card ${css.columns}`} aria-label={t(`column.${name}`, { defaultValue: name })}>
      <h3 className={css.caption}>{t('load.values', { name: t(`column.${name}`, { defaultValue: name }) })}</h3>
      {given.map((value) => (
        <div key={value} className={css.line}>
          <b>{value}</b>
          <span />
          <Select
            aria-label={`${value}: ${t('load.meaning')}`}
            data={[...choices.map((choice) => ({ value: choice, label: word(choice) })), { value: skip, label: t('load.value_unknown') }]}
            value={draft.values[name]?.[value] ?? skip}
            onChange={(choice) => choice && onChange(withValue(draft, name, { [value]: choice === skip ? null : choice }))}
            allowDeselect={false}
          />
        </div>
      ))}
    </section>
  ))
}

function Writing({ proposal, draft, onChange }: Props) {
  const { t } = useFormat()
  const open = (key: 'dates' | 'decimals') => proposal.open.find((one) => one.key === key)
  const ways = {
    dates: [
      ['d/m/Y', 'day_first'],
      ['m/d/Y', 'month_first'],
    ],
    decimals: [
      [',', 'comma'],
      ['.', 'point'],
    ],
  } as const
  return (['dates', 'decimals'] as const).map((key) => {
    const found = open(key)
    return found === undefined ? null : (
      <Select
        key={key}
        label={t(`load.${key}`)}
        description={t('load.dates_example', { example: found.example })}
        data={ways[key].map(([value, name]) => ({ value, label: t(`load.${name}`) }))}
        value={draft[key]}
        onChange={(value) => onChange({ ...draft, [key]: value })}
        allowDeselect={false}
      />
    )
  })
}

export function ColumnsStep(props: Props) {
  const { t } = useFormat()
  const { proposal, draft, onChange } = props
  const hasMoney = proposal.fields.some(({ name }) => name === 'currency') && !Object.values(draft.targets).includes('currency')
  return (
    <>
      <Missing {...props} />
      {(hasMoney || proposal.open.length > 0) && (
        <section className={`card ${css.fields}`}>
          <Writing {...props} />
          {hasMoney && (
            <Select
              label={t('load.currency')}
              description={t('load.currency_text')}
              data={Intl.supportedValuesOf('currency')}
              value={draft.currency}
              onChange={(currency) => onChange({ ...draft, currency })}
              searchable
              clearable
              limit={60}
            />
          )}
        </section>
      )}
      <section className={`card ${css.columns}`} aria-label={t('load.step_columns')}>
        <div className={`${css.line} ${css.head}`}>
          <span>{t('load.header')}</span>
          <span>{t('load.samples')}</span>
          <span>{t('load.meaning')}</span>
        </div>
        {proposal.headers.map(({ header }, at) => (
          <Header key={header} {...props} at={at} />
        ))}
      </section>
      <Values {...props} />
    </>
  )
}
