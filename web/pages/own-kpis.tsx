// Свои показатели: the KPIs of the company itself, written with a live preview, taken away with a way back.
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { KpiEntry } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useOwnKpis, useRemoveOwnKpi, useRestoreOwnKpi } from '../api/use-own-kpis.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { OwnEditor } from '../own-kpis/own-editor.tsx'
import css from '../own-kpis/own-kpis.module.css'

type Done = { what: 'kept' | 'removed'; entry: KpiEntry }

function DoneNote({ done, onUndone }: { done: Done; onUndone: () => void }) {
  const { t, language } = useFormat()
  const restore = useRestoreOwnKpi()
  const { what, entry } = done
  return (
    <p role="status" className={css.note} data-done={what}>
      {t(`own.${what}`, { name: entry.name[language] })}
      {what === 'kept' ? (
        <FigureLink kpi={entry.id} className="inline-link">
          {t('own.open')}
        </FigureLink>
      ) : (
        <TextButton isDisabled={restore.isPending} onClick={() => restore.mutate(entry.id, { onSuccess: onUndone })}>
          {t('own.undo')}
        </TextButton>
      )}
    </p>
  )
}

export function OwnKpisPage() {
  const { t, language, day } = useFormat()
  const may = useMay()
  const own = useOwnKpis()
  const remove = useRemoveOwnKpi()
  const [open, setOpen] = useState<KpiEntry | 'new' | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  const list = own.data?.kpis ?? []
  const start = (what: KpiEntry | 'new') => {
    setDone(null)
    setOpen(what)
  }
  const keep = (entry: KpiEntry) => {
    setOpen(null)
    setDone({ what: 'kept', entry })
  }
  return (
    <PageFrame room="kpis" title={t('own.title')}>
      <div className={css.stack}>
        {own.isError && <ErrorState error={own.error} onRetry={() => void own.refetch()} />}
        {own.isPending && <LinesLoading count={4} label={t('state.loading')} />}
        {done && <DoneNote done={done} onUndone={() => setDone(null)} />}
        {own.data && open !== null && (
          <OwnEditor entry={open === 'new' ? null : open} facts={own.data.facts} onKept={keep} onCancel={() => setOpen(null)} />
        )}
        {own.data && open === null && (
          <>
            <p className="soft">{t('own.intro')}</p>
            {may('ownKpiSet') && (
              <div>
                <Button onClick={() => start('new')}>{t('own.add')}</Button>
              </div>
            )}
            {list.length === 0 && <p className="soft">{t('own.none')}</p>}
            {list.length > 0 && (
              <ul className={`card ${css.list}`}>
                {list.map(({ entry, changed_at }) => (
                  <li key={entry.id} className={css.item} data-own={entry.id}>
                    <FigureLink kpi={entry.id} className={css.itemName}>
                      {entry.name[language]}
                    </FigureLink>
                    <span className="small quiet">{t('own.version', { version: entry.version, day: day(changed_at) })}</span>
                    {may('ownKpiSet') && (
                      <>
                        <TextButton onClick={() => start(entry)}>{t('own.edit')}</TextButton>
                        <TextButton
                          isDisabled={remove.isPending}
                          onClick={() => remove.mutate(entry.id, { onSuccess: () => setDone({ what: 'removed', entry }) })}
                        >
                          {t('own.remove')}
                        </TextButton>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
    </PageFrame>
  )
}
