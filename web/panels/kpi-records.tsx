// The records behind a figure, page by page: the count above the list is the figure's own, from the same question.
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Cell, RecordPart } from '../api/contract.ts'
import { fetchRecords, useRecords } from '../api/use-query.ts'
import { useView } from '../api/use-view.ts'
import type { SearchState } from '../kit/search-state.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './kpi-records.module.css'
import { RecordsTable } from './records-table.tsx'

export type ListedFigure = { id: string; name: string; kind: string }
type Props = {
  figure: ListedFigure
  /** Null where the page shows the count alone: the lists say the rest. */
  cell: Cell | null
  currency: string
  timezone: string
}
const pageSize = 20
const recordsMax = 10_000
const twoSided = new Set(['share', 'waiting_share', 'ratio'])

/** Which parts this KPI's records fall into; a part without records is not offered. */
function partsOf(kind: string, cell: Cell | null): RecordPart[] {
  const sides: RecordPart[] = twoSided.has(kind) ? ['denominator', 'numerator'] : ['all']
  const others = (['pending', 'excluded', 'unpriced'] as const).filter((part) =>
    cell ? cell[part] > 0 : sides.length > 1 && part !== 'unpriced',
  )
  return [...sides, ...others]
}

/** What the cell says about a part; null where only the list knows. */
function countInCell(part: RecordPart, kind: string, cell: Cell | null): number | null {
  if (!cell) return null
  if (part === 'pending' || part === 'excluded' || part === 'unpriced') return cell[part]
  return part === 'denominator' && kind !== 'ratio' ? cell.n : null
}

export function KpiRecords({ figure, cell, currency, timezone }: Props) {
  const { t, count } = useFormat(currency)
  const view = useView()
  const navigate = useNavigate()
  const [offset, setOffset] = useState(0)
  const parts = partsOf(figure.kind, cell)
  const part = parts.find((known) => known === view.search.part) ?? parts[0] ?? 'all'
  const records = useRecords({ kpi: figure.id, ...view.shared, part, offset, limit: pageSize })
  const choose = (next: RecordPart) => {
    setOffset(0)
    void navigate({ to: '.', search: (search: SearchState) => ({ ...search, part: next }), resetScroll: false, replace: true })
  }
  const csv = async () => {
    const all = await fetchRecords({ kpi: figure.id, ...view.shared, part, offset: 0, limit: recordsMax })
    return {
      name: `${figure.name} ${t(`part.${part}`)}`,
      heads: [t('records.kind'), t('records.id'), t('records.name'), t('records.at'), t('records.amount'), t('records.reason')],
      rows: all.records.map(({ kind, id, name, at, amount, reason }) => [kind, id, name, at, amount, reason]),
    }
  }
  const isCurrent = records.data?.part === part && records.data.kpi === figure.id
  if (figure.kind === 'formula' || figure.kind === 'made') return null
  return (
    <section aria-labelledby="drawer-records" className={css.records}>
      <h3 id="drawer-records">{t('drawer.records')}</h3>
      {parts.length > 1 && (
        <fieldset className={css.parts} aria-label={t('drawer.parts')}>
          {parts.map((known) => {
            const number = known === part && isCurrent ? (records.data?.count ?? null) : countInCell(known, figure.kind, cell)
            return (
              <button key={known} type="button" className={css.part} aria-pressed={known === part} onClick={() => choose(known)}>
                {t(`part.${known}`)} {number !== null && <b>{count(number)}</b>}
              </button>
            )
          })}
        </fieldset>
      )}
      {records.isError && <ErrorState error={records.error} onRetry={() => void records.refetch()} />}
      {!records.isError && !isCurrent && <LinesLoading count={6} height={32} label={t('state.loading')} />}
      {records.data && isCurrent && (
        <>
          <p className="small quiet" role="status">
            {t('records.count', { count: records.data.count, text: count(records.data.count) })}
            <span hidden data-records={records.data.count} />
          </p>
          <RecordsTable records={records.data.records} currency={currency} timezone={timezone} />
          {records.data.count > pageSize && <Pages offset={offset} count={records.data.count} onChange={setOffset} />}
          {records.data.count > 0 && <TableFiles table={csv} />}
        </>
      )}
    </section>
  )
}

function Pages({ offset, count, onChange }: { offset: number; count: number; onChange: (offset: number) => void }) {
  const { t, count: print } = useFormat()
  const last = Math.min(count, offset + pageSize)
  return (
    <nav className={css.pages} aria-label={t('records.pages')}>
      <TextButton isDisabled={offset === 0} onClick={() => onChange(Math.max(0, offset - pageSize))}>
        {t('records.back')}
      </TextButton>
      <span className="small quiet">{t('records.place', { from: print(offset + 1), to: print(last), of: print(count) })}</span>
      <TextButton isDisabled={last >= count} onClick={() => onChange(offset + pageSize)}>
        {t('records.next')}
      </TextButton>
    </nav>
  )
}
