// Скрипты и материалы: what the company says and sends, written and changed by the head; the last change can be taken back.
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useMay } from '../api/session.ts'
import { type ScriptEdit, useScriptEdit, useScripts } from '../api/use-scripts.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import own from '../own-kpis/own-kpis.module.css'
import { MaterialEditor } from '../scripts/material-editor.tsx'
import { ScriptEditor } from '../scripts/script-editor.tsx'
import { askOf, formOf, type Material, materialAsk, type Script } from '../scripts/script-form.ts'
import person from './person.module.css'

type Open = { kind: 'scripts'; script: Script | null } | { kind: 'materials'; material: Material | null }
type Done = { what: 'kept' | 'removed' | 'back'; name: string; undo: ScriptEdit | null }

function DoneNote({ done, onUndone }: { done: Done; onUndone: () => void }) {
  const { t } = useFormat()
  const edit = useScriptEdit()
  const { undo } = done
  return (
    <p role="status" className={own.note} data-done={done.what}>
      {t(`script_edit.${done.what}`, { name: done.name })}
      {undo && (
        <TextButton isDisabled={edit.isPending} onClick={() => edit.mutate(undo, { onSuccess: onUndone })}>
          {t('script_edit.undo')}
        </TextButton>
      )}
      {edit.isError && <span role="alert">{t('script_edit.refused')}</span>}
    </p>
  )
}

type Item = { id: string; name: string; said: string; open: () => void; undo: ScriptEdit }

function ItemList({ kind, items, onRemoved }: { kind: Open['kind']; items: Item[]; onRemoved: (item: Item) => void }) {
  const { t } = useFormat()
  const may = useMay()
  const edit = useScriptEdit()
  if (items.length === 0) return <p className="soft">{t(`script_edit.no_${kind}`)}</p>
  return (
    <ul className={`card ${own.list}`}>
      {items.map((item) => (
        <li key={item.id} className={own.item} data-item={item.id}>
          <span className={own.itemName}>{item.name}</span>
          <span className="small quiet">{item.said}</span>
          {may('scriptSet') && (
            <>
              <TextButton onClick={item.open}>{t('script_edit.edit')}</TextButton>
              <TextButton
                isDisabled={edit.isPending}
                onClick={() => edit.mutate({ kind, remove: item.id }, { onSuccess: () => onRemoved(item) })}
              >
                {t('script_edit.remove')}
              </TextButton>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }): ReactNode {
  return (
    <Button size="xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  )
}

export function ScriptEditPage() {
  const { t, count, day } = useFormat()
  const may = useMay()
  const all = useScripts()
  const [open, setOpen] = useState<Open | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  const start = (what: Open) => {
    setDone(null)
    setOpen(what)
  }
  const keep = (kind: Open['kind'], before: ScriptEdit | null) => (id: string, name: string) => {
    setOpen(null)
    setDone({ what: 'kept', name, undo: before ?? { kind, remove: id } })
  }
  const scripts = (all.data?.scripts ?? []).map((script): Item => {
    const steps = t('script_edit.steps_count', { count: script.steps.length, text: count(script.steps.length) })
    const objections = t('script_edit.objections_count', { count: script.objections.length, text: count(script.objections.length) })
    const said = [script.version && t('script_edit.version_is', { version: script.version }), steps, objections].filter(Boolean).join(' · ')
    const undo: ScriptEdit = { kind: 'scripts', set: askOf(formOf(script)) }
    return { id: script.id, name: script.name, said, undo, open: () => start({ kind: 'scripts', script }) }
  })
  const materials = (all.data?.materials ?? []).map((material): Item => {
    const said = [material.kind, material.language, material.published_at && day(material.published_at)].filter(Boolean).join(' · ')
    const undo: ScriptEdit = { kind: 'materials', set: materialAsk(material) }
    return { id: material.id, name: material.name, said, undo, open: () => start({ kind: 'materials', material }) }
  })
  const removed = (item: Item) => setDone({ what: 'removed', name: item.name, undo: item.undo })
  const before = (id: string | undefined) => [...scripts, ...materials].find((item) => item.id === id)?.undo ?? null
  const bar = (
    <div className={person.bar} role="toolbar" aria-label={t('bar.label')}>
      <Link to="/scripts" className={person.back}>
        <IconArrowLeft size={16} stroke={1.8} aria-hidden /> {t('room.scripts')}
      </Link>
    </div>
  )
  return (
    <PageFrame room="scripts" title={t('script_edit.title')} bar={bar}>
      {all.isError && <ErrorState error={all.error} onRetry={() => void all.refetch()} />}
      {all.isPending && <LinesLoading count={4} label={t('state.loading')} />}
      {done && <DoneNote key={done.what + done.name} done={done} onUndone={() => setDone({ ...done, what: 'back', undo: null })} />}
      {all.data && open?.kind === 'scripts' && (
        <ScriptEditor script={open.script} onKept={keep('scripts', before(open.script?.id))} onCancel={() => setOpen(null)} />
      )}
      {all.data && open?.kind === 'materials' && (
        <MaterialEditor material={open.material} onKept={keep('materials', before(open.material?.id))} onCancel={() => setOpen(null)} />
      )}
      {all.data && open === null && (
        <>
          <Part
            title={t('script_edit.scripts')}
            hint={t('script_edit.scripts_hint')}
            aside={may('scriptSet') && <AddButton label={t('script_edit.add')} onClick={() => start({ kind: 'scripts', script: null })} />}
          >
            <ItemList kind="scripts" items={scripts} onRemoved={removed} />
          </Part>
          <Part
            title={t('script_edit.materials')}
            hint={t('script_edit.materials_hint')}
            aside={
              may('materialSet') && (
                <AddButton label={t('script_edit.add_material')} onClick={() => start({ kind: 'materials', material: null })} />
              )
            }
          >
            <ItemList kind="materials" items={materials} onRemoved={removed} />
          </Part>
        </>
      )}
    </PageFrame>
  )
}
