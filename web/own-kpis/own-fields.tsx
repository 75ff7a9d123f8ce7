// The fields of an own KPI: names, how it is measured and on what, and the three questions that tell a KPI from a figure.
import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import type { OwnKpis } from '../api/contract.ts'
import { useFormat } from '../kit/use-format.ts'
import { kinds, type OwnForm, rulesOf, usualUnit } from './own-form.ts'
import css from './own-kpis.module.css'

export type Problems = readonly { path: string; message: string }[]
type Props = { form: OwnForm; onChange: (form: OwnForm) => void; facts: OwnKpis['facts']; problems: Problems }

const units = ['count', 'ratio', 'money', 'seconds', 'days', 'index'] as const
const betters = ['higher', 'lower', 'neutral'] as const

const said = (problems: Problems, path: string) => problems.find((one) => one.path === path)?.message ?? null

function Names({ form, onChange, problems }: Props) {
  const { t } = useFormat()
  return (
    <section className={`card ${css.fields}`}>
      {(['ru', 'uk', 'en'] as const).map((language) => (
        <TextInput
          key={language}
          label={t(`own.name_${language}`)}
          value={form.name[language]}
          onChange={(event) => onChange({ ...form, name: { ...form.name, [language]: event.currentTarget.value } })}
        />
      ))}
      <TextInput
        label={t('own.id')}
        description={t('own.id_text')}
        value={form.id}
        spellCheck={false}
        error={said(problems, 'id')}
        onChange={(event) => onChange({ ...form, id: event.currentTarget.value })}
      />
      <TextInput
        label={t('own.question')}
        value={form.question}
        onChange={(event) => onChange({ ...form, question: event.currentTarget.value })}
      />
    </section>
  )
}

type FactProps = { label: string; fact: string; facts: OwnKpis['facts']; onChange: (fact: string) => void }

function FactSelect({ label, fact, facts, onChange }: FactProps) {
  const { t } = useFormat()
  return (
    <Select
      label={label}
      data={facts.map(({ name }) => ({ value: name, label: t(`fact.${name}`, { defaultValue: name }) }))}
      value={fact}
      onChange={(value) => value && onChange(value)}
      searchable
      allowDeselect={false}
    />
  )
}

function Columns({ fact, facts }: { fact: string; facts: OwnKpis['facts'] }) {
  const { t } = useFormat()
  const columns = facts.find(({ name }) => name === fact)?.columns ?? []
  return (
    <details className={css.columns}>
      <summary>{t('own.columns', { fact: t(`fact.${fact}`, { defaultValue: fact }) })}</summary>
      <p className="small soft">{columns.map(({ name }) => name).join(' · ')}</p>
    </details>
  )
}

function Rule({ form, onChange, facts, problems }: Props) {
  const { t } = useFormat()
  const text = (key: 'where' | 'value' | 'hit' | 'over' | 'formula') => ({
    value: form[key],
    spellCheck: false,
    error: said(problems, `measure.${key}`),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...form, [key]: event.currentTarget.value }),
  })
  const isRatio = form.kind === 'ratio'
  const moments = facts.find(({ name }) => name === form.fact)?.columns.filter(({ type }) => type === 'moment') ?? []
  return (
    <section className={`card ${css.fields}`}>
      <Select
        label={t('own.kind')}
        data={kinds.map((value) => ({ value, label: t(`own.kinds.${value}`) }))}
        value={form.kind}
        onChange={(kind) => kind && onChange({ ...form, kind: kind as OwnForm['kind'], unit: usualUnit(kind as OwnForm['kind']) })}
        allowDeselect={false}
      />
      {form.kind !== 'formula' && (
        <>
          <FactSelect
            label={t(isRatio ? 'own.fact_above' : 'own.fact')}
            fact={form.fact}
            facts={facts}
            onChange={(fact) => onChange({ ...form, fact, axis: '' })}
          />
          <Select
            label={t('own.axis')}
            data={[
              { value: '', label: t('own.axis_usual') },
              ...moments.map(({ name }) => ({ value: name, label: t(`column.${name}`, { defaultValue: name }) })),
            ]}
            value={form.axis}
            onChange={(axis) => onChange({ ...form, axis: axis ?? '' })}
            error={said(problems, 'measure.axis')}
            allowDeselect={false}
          />
          <TextInput label={t('own.where')} description={t('own.where_text')} {...text('where')} />
        </>
      )}
      {rulesOf[form.kind].map((rule) => (
        <TextInput
          key={rule}
          label={t(rule === 'value' && form.kind === 'mean' ? 'own.value_mean' : `own.${rule}`)}
          description={rule === 'formula' ? t('own.formula_text') : undefined}
          {...text(rule)}
        />
      ))}
      {isRatio && (
        <>
          <FactSelect
            label={t('own.fact_below')}
            fact={form.below.fact}
            facts={facts}
            onChange={(fact) => onChange({ ...form, below: { ...form.below, fact } })}
          />
          <TextInput
            label={t('own.where')}
            value={form.below.where}
            onChange={(event) => onChange({ ...form, below: { ...form.below, where: event.currentTarget.value } })}
          />
        </>
      )}
      <Select
        label={t('own.unit')}
        data={units.map((value) => ({ value, label: t(`own.units.${value}`) }))}
        value={form.unit}
        onChange={(unit) => unit && onChange({ ...form, unit })}
        allowDeselect={false}
      />
      <Select
        label={t('own.better')}
        data={betters.map((value) => ({ value, label: t(`own.betters.${value}`) }))}
        value={form.better}
        onChange={(better) => better && onChange({ ...form, better: better as OwnForm['better'] })}
        allowDeselect={false}
      />
      {form.kind !== 'formula' && <Columns fact={form.fact} facts={facts} />}
    </section>
  )
}

function Three({ form, onChange }: Props) {
  const { t } = useFormat()
  const isKpi = form.isKey && form.isPerformance && form.isIndicator
  return (
    <section className={`card ${css.three}`} aria-label={t('own.three')}>
      <h3>{t('own.three')}</h3>
      <Checkbox label={t('own.key')} checked={form.isKey} onChange={(event) => onChange({ ...form, isKey: event.currentTarget.checked })} />
      <Checkbox
        label={t('own.performance')}
        checked={form.isPerformance}
        onChange={(event) => onChange({ ...form, isPerformance: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('own.indicator')}
        checked={form.isIndicator}
        onChange={(event) => onChange({ ...form, isIndicator: event.currentTarget.checked })}
      />
      {form.isIndicator && (
        <Textarea
          label={t('own.advice')}
          autosize
          minRows={2}
          value={form.advice}
          onChange={(event) => onChange({ ...form, advice: event.currentTarget.value })}
        />
      )}
      <p className="soft" data-verdict={isKpi}>
        {isKpi ? t('own.verdict_kpi') : !form.isPerformance ? t('own.verdict_people') : t('own.verdict_figure')}
      </p>
    </section>
  )
}

export function OwnFields(props: Props) {
  return (
    <>
      <Names {...props} />
      <Rule {...props} />
      <Three {...props} />
    </>
  )
}
