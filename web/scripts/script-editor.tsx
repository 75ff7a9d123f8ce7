// One script while it is written: fields at the left, what it hears in the latest calls at the right.
import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useScriptEdit, useScriptTry } from '../api/use-scripts.ts'
import { useSettings } from '../api/use-settings.ts'
import { Form } from '../kit/form.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useRested } from '../kit/use-rested.ts'
import own from '../own-kpis/own-kpis.module.css'
import { EditEnd } from './edit-end.tsx'
import { PartFields } from './part-fields.tsx'
import { askOf, emptyScript, formOf, isWhole, type Script, tryOf, withPart } from './script-form.ts'
import { ScriptPreview } from './script-preview.tsx'

type Props = { script: Script | null; onKept: (id: string, name: string) => void; onCancel: () => void }

export function ScriptEditor({ script, onKept, onCancel }: Props) {
  const { t } = useFormat()
  const settings = useSettings()
  const [form, setForm] = useState(script === null ? withPart(emptyScript, 'steps') : formOf(script))
  const parts = tryOf(form)
  const rested = useRested(parts)
  const tried = useScriptTry(rested)
  const edit = useScriptEdit()
  const isOld = rested !== parts || tried.isPlaceholderData
  const keep = () =>
    edit.mutate({ kind: 'scripts', set: askOf(form) }, { onSuccess: ({ id }) => onKept(id ?? form.id ?? '', form.name.trim()) })
  return (
    <div className={own.editor}>
      <Form className={own.stack ?? ''} onSubmit={keep}>
        <section className={`card ${own.fields}`}>
          <TextInput
            label={t('script_edit.name')}
            required
            maxLength={300}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <TextInput
            label={t('script_edit.version')}
            maxLength={100}
            value={form.version}
            onChange={(event) => setForm({ ...form, version: event.currentTarget.value })}
          />
          <NumberInput
            label={t('script_edit.threshold')}
            value={form.percent}
            min={0}
            max={100}
            onChange={(value) => setForm({ ...form, percent: Number(value) || 0 })}
          />
        </section>
        {(['steps', 'objections'] as const).map((kind) => (
          <PartFields
            key={kind}
            kind={kind}
            parts={form[kind]}
            tried={rested === null ? undefined : tried.data}
            onChange={(next) => setForm({ ...form, [kind]: next })}
            onAdd={() => setForm(withPart(form, kind))}
          />
        ))}
        <EditEnd edit={edit} keep={t('script_edit.keep')} isWhole={isWhole(form)} onCancel={onCancel} />
      </Form>
      <section className={`card ${own.side}`} aria-label={t('script_edit.preview')} aria-busy={isOld}>
        <h2>{t('script_edit.preview')}</h2>
        <ScriptPreview
          tried={rested === null ? undefined : tried.data}
          form={form}
          isOld={isOld}
          timezone={settings.data?.timezone ?? 'UTC'}
        />
      </section>
    </div>
  )
}
