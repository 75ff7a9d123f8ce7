// One own KPI while it is written: fields or text at the left, what it would show at the right.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { KpiEntry, OwnKpis } from '../api/contract.ts'
import { ApiProblem } from '../api/http.ts'
import { useKeepOwnKpi, useOwnKpiTry } from '../api/use-own-kpis.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useRested } from '../kit/use-rested.ts'
import { OwnFields } from './own-fields.tsx'
import { emptyForm, formOf, printForm } from './own-form.ts'
import css from './own-kpis.module.css'
import { OwnPreview } from './own-preview.tsx'

type Props = { entry: KpiEntry | null; facts: OwnKpis['facts']; onKept: (entry: KpiEntry) => void; onCancel: () => void }

export function OwnEditor({ entry, facts, onKept, onCancel }: Props) {
  const { t } = useFormat()
  const [form, setForm] = useState(entry === null ? emptyForm : formOf(entry))
  const [text, setText] = useState<string | null>(null)
  const source = text ?? printForm(form)
  const rested = useRested(source)
  const tried = useOwnKpiTry(rested)
  const keep = useKeepOwnKpi()
  const problems = keep.error instanceof ApiProblem ? keep.error.problems : (tried.data?.problems ?? [])
  const isOld = rested !== source || tried.isPlaceholderData
  const isBad = source === null || isOld || tried.data === undefined || tried.data.problems.length > 0
  return (
    <div className={css.editor}>
      <div className={css.stack}>
        {text === null ? (
          <OwnFields form={form} onChange={setForm} facts={facts} problems={problems} />
        ) : (
          <Textarea
            label={t('own.source')}
            autosize
            minRows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={css.actions}>
          <Button
            disabled={isBad}
            loading={keep.isPending}
            onClick={() => source && keep.mutate(source, { onSuccess: (kept) => onKept(kept.entry) })}
          >
            {t('own.keep')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('own.cancel')}
          </Button>
          <TextButton onClick={() => setText(text === null ? (source ?? '') : null)}>
            {t(text === null ? 'own.as_text' : 'own.as_form')}
          </TextButton>
        </div>
      </div>
      <section className={`card ${css.side}`} aria-label={t('own.preview')} aria-busy={isOld}>
        <h2>{t('own.preview')}</h2>
        <OwnPreview tried={source === null ? undefined : tried.data} isOld={isOld} />
      </section>
    </div>
  )
}
