// The steps or the objections of a script in fields: title, phrases a line each, and of a step its weight.
import { ActionIcon, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { ScriptTried } from '../api/contract.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import type { PartForm, PartKind } from './script-form.ts'
import css from './scripts.module.css'

type Tried = ScriptTried['parts'][number]
type PartProps = {
  kind: PartKind
  part: PartForm
  tried: { part: Tried | undefined; calls: number } | null
  onChange: (part: PartForm) => void
  onDrop: () => void
  onMove: ((by: -1 | 1) => void)[]
}

function PartCard({ kind, part, tried, onChange, onDrop, onMove }: PartProps) {
  const { t, count } = useFormat()
  const name = part.title || t(`script_edit.${kind}_one`)
  const [up, down] = onMove
  return (
    <li className={css.part} data-part={part.key}>
      <div className={css.partHead}>
        <TextInput
          className={css.grow ?? ''}
          label={t(`script_edit.${kind}_title`)}
          value={part.title}
          maxLength={300}
          onChange={(event) => onChange({ ...part, title: event.currentTarget.value })}
        />
        {kind === 'steps' && (
          <NumberInput
            className={css.weight ?? ''}
            label={t('script_edit.weight')}
            value={part.weight}
            min={0}
            max={100}
            onChange={(value) => onChange({ ...part, weight: Number(value) || 0 })}
          />
        )}
        <div className={css.moves}>
          <ActionIcon variant="subtle" aria-label={t('script_edit.up', { name })} disabled={!up} onClick={() => up?.(-1)}>
            <IconArrowUp size={16} stroke={1.8} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={t('script_edit.down', { name })} disabled={!down} onClick={() => down?.(1)}>
            <IconArrowDown size={16} stroke={1.8} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={t('script_edit.drop', { name })} onClick={onDrop}>
            <IconTrash size={16} stroke={1.8} aria-hidden />
          </ActionIcon>
        </div>
      </div>
      <Textarea
        label={t('script_edit.phrases')}
        autosize
        minRows={2}
        maxRows={12}
        value={part.phrases}
        onChange={(event) => onChange({ ...part, phrases: event.currentTarget.value })}
      />
      <div className={css.partFoot}>
        {kind === 'steps' && (
          <Checkbox
            label={t('script_edit.critical')}
            checked={part.critical}
            onChange={(event) => onChange({ ...part, critical: event.currentTarget.checked })}
          />
        )}
        {tried?.part && tried.part.phrases.length > 0 && (
          <span className="small soft" data-heard={tried.part.calls}>
            {t('script_edit.heard_in', { count: tried.calls, heard: count(tried.part.calls), text: count(tried.calls) })}
          </span>
        )}
      </div>
    </li>
  )
}

type Props = { kind: PartKind; parts: PartForm[]; tried: ScriptTried | undefined; onChange: (parts: PartForm[]) => void; onAdd: () => void }

export function PartFields({ kind, parts, tried, onChange, onAdd }: Props) {
  const { t } = useFormat()
  const move = (from: number, by: -1 | 1) => {
    const next = [...parts]
    next.splice(from + by, 0, ...next.splice(from, 1))
    onChange(next)
  }
  return (
    <section className={`card ${css.parts}`} aria-label={t(`script_edit.${kind}`)}>
      <h3>{t(`script_edit.${kind}`)}</h3>
      <p className="small soft">{t(`script_edit.${kind}_text`)}</p>
      <ol className={css.list}>
        {parts.map((part, index) => (
          <PartCard
            key={part.key}
            kind={kind}
            part={part}
            tried={tried ? { part: tried.parts.find(({ key }) => key === part.key), calls: tried.calls } : null}
            onChange={(next) => onChange(parts.map((one, i) => (i === index ? next : one)))}
            onDrop={() => onChange(parts.filter((_, i) => i !== index))}
            onMove={
              [index > 0, index < parts.length - 1].map((can) => (can ? (by) => move(index, by) : undefined)) as ((by: -1 | 1) => void)[]
            }
          />
        ))}
      </ol>
      <div>
        <TextButton onClick={onAdd}>{t(`script_edit.${kind}_add`)}</TextButton>
      </div>
    </section>
  )
}
