// One material in fields.
import { NumberInput, Select, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useState } from 'react'
import type { MaterialAsk } from '../api/contract.ts'
import { useScriptEdit } from '../api/use-scripts.ts'
import { useSettings } from '../api/use-settings.ts'
import { DatesFrame, useCalendarLabels } from '../kit/dates-frame.tsx'
import { Form } from '../kit/form.tsx'
import { useFormat } from '../kit/use-format.ts'
import own from '../own-kpis/own-kpis.module.css'
import { EditEnd } from './edit-end.tsx'
import { emptyMaterial, type Material, materialAsk } from './script-form.ts'

const languages = ['ru', 'uk', 'en'] as const

type Props = { material: Material | null; onKept: (id: string, name: string) => void; onCancel: () => void }

export function MaterialEditor({ material, onKept, onCancel }: Props) {
  const { t } = useFormat()
  const settings = useSettings()
  const [form, setForm] = useState<MaterialAsk>(material === null ? emptyMaterial : materialAsk(material))
  const edit = useScriptEdit()
  const labels = useCalendarLabels()
  const text = (key: 'name' | 'kind' | 'url') => ({
    label: t(`script_edit.material_${key}`),
    value: form[key],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [key]: event.currentTarget.value }),
  })
  const known = languages.map((value) => ({ value: value as string, label: t(`script_edit.language_${value}`) }))
  const isOther = form.language !== '' && !known.some(({ value }) => value === form.language)
  const keep = () => edit.mutate({ kind: 'materials', set: form }, { onSuccess: ({ id }) => onKept(id ?? form.id ?? '', form.name.trim()) })
  return (
    <Form className={own.stack ?? ''} onSubmit={keep}>
      <section className={`card ${own.fields}`}>
        <TextInput {...text('name')} required maxLength={300} />
        <TextInput {...text('kind')} placeholder={t('script_edit.material_kind_example')} maxLength={100} />
        <TextInput {...text('url')} type="url" placeholder="https://" maxLength={2000} />
        <Select
          label={t('script_edit.material_language')}
          data={[
            { value: '', label: t('script_edit.language_any') },
            ...known,
            ...(isOther ? [{ value: form.language, label: form.language }] : []),
          ]}
          value={form.language}
          onChange={(language) => setForm({ ...form, language: language ?? '' })}
          allowDeselect={false}
        />
        <DatesFrame>
          <DatePickerInput
            label={t('script_edit.material_published_at')}
            valueFormat="D MMM YYYY"
            ariaLabels={labels}
            value={form.published_at || null}
            onChange={(day) => setForm({ ...form, published_at: day ?? '' })}
            clearable
          />
        </DatesFrame>
        <NumberInput
          label={t('script_edit.material_cost', { currency: settings.data?.currency ?? '' })}
          value={form.cost ?? ''}
          min={0}
          onChange={(value) => setForm({ ...form, cost: value === '' ? null : Number(value) })}
        />
      </section>
      <p className="small soft">{t('script_edit.material_text')}</p>
      <EditEnd edit={edit} keep={t('script_edit.keep_material')} isWhole={form.name.trim() !== ''} onCancel={onCancel} />
    </Form>
  )
}
