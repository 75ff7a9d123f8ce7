// Targets of a month as a grid: who runs the department writes into it, adds rows and columns, pastes a block from a spreadsheet, goes back
// and forward.
import { type KeyboardEvent, useState } from 'react'
import type { PlanEntry } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { type GridRow, type Holder, preparePlanGrid, printAmount, readAmount, readShare } from '../charts/prepare/plan-grid.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PlanCell } from './plan-cell.tsx'
import css from './plan-grid-part.module.css'
import { PlanGridTools } from './plan-grid-tools.tsx'
import { type BadCell, type CellEdit, cellKey, usePlanEdits } from './use-plan-edits.ts'

type Props = {
  plans: readonly PlanEntry[]
  /** The month before, to begin from. */
  earlier: readonly PlanEntry[]
  range: { from: string; to: string }
  currency: string
}

const company: Holder = { kind: 'company', holder: null }
const firstMetric = 'revenue'

function useGrid({ plans, earlier, range }: Props) {
  // What was there at first and what was added keep their place, whatever becomes of the plans.
  const [added, setAdded] = useState<{ holders: Holder[]; metrics: string[] }>(() => {
    const { metrics } = preparePlanGrid(plans, { range })
    return metrics.length > 0 ? { holders: [], metrics } : { holders: [company], metrics: [firstMetric] }
  })
  const grid = preparePlanGrid(plans, { range, ...added })
  const edits = usePlanEdits(plans, range)
  const targetOf = (row: GridRow, metric: string) => {
    const key = cellKey(row, metric)
    return key in edits.waiting ? (edits.waiting[key] ?? null) : (row.plans.get(metric)?.target ?? null)
  }
  /** Every target of the month before that has none yet. */
  const repeat = () => {
    const before = preparePlanGrid(earlier)
    const has = (row: GridRow, metric: string) => grid.rows.find(({ id }) => id === row.id)?.plans.has(metric) ?? false
    edits.write(
      before.rows.flatMap((row) =>
        [...row.plans].flatMap(([metric, { target }]) => (has(row, metric) ? [] : [{ row, metric, before: null, after: target }])),
      ),
      {},
    )
  }
  const addHolder = (holder: Holder) => setAdded((old) => ({ ...old, holders: [...old.holders, holder] }))
  const addMetric = (metric: string) => setAdded((old) => ({ ...old, metrics: [...old.metrics, metric] }))
  return { grid, edits, targetOf, repeat, addHolder, addMetric }
}

export function PlanGridPart(props: Props) {
  const { plans, earlier, currency } = props
  const { t, figure, language } = useFormat(currency)
  const may = useMay()
  const { data: catalogue } = useCatalogue()
  const { grid, edits, targetOf, repeat, addHolder, addMetric } = useGrid(props)
  const mayWrite = may('planPatch')
  const entryOf = (metric: string) => catalogue?.find(({ id }) => id === metric)
  const isShare = (metric: string) => entryOf(metric)?.unit === 'ratio'
  const metricName = (metric: string) => entryOf(metric)?.name[language] ?? metric
  const holderName = ({ kind, holder }: GridRow) => (holder ? nameMember(holder, kind, t) : t('plans.company'))
  const writeBlock = (from: { row: number; column: number }, block: readonly string[][]) => {
    const good: CellEdit[] = []
    const bad: Record<string, BadCell> = {}
    for (const [down, line] of block.entries()) {
      for (const [across, text] of line.entries()) {
        const [row, metric] = [grid.rows[from.row + down], grid.metrics[from.column + across]]
        if (!row || metric === undefined || (text === '' && block.length * line.length > 1)) continue
        const value = text === '' ? null : (isShare(metric) ? readShare : readAmount)(text)
        if (value === null && text !== '') bad[cellKey(row, metric)] = { text, why: 'number' }
        else good.push({ row, metric, before: targetOf(row, metric), after: value })
      }
    }
    edits.write(good, bad)
  }
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || edits.isPending) return
    const step = event.code === 'KeyY' || (event.code === 'KeyZ' && event.shiftKey) ? edits.redo : event.code === 'KeyZ' ? edits.undo : null
    if (!step) return
    event.preventDefault()
    step()
  }
  const badCount = Object.keys(edits.bad).length
  return (
    <Part title={t('plans.grid')} hint={mayWrite ? t('plans.grid_hint') : undefined}>
      {mayWrite && (
        <div className={css.tools}>
          <PlanGridTools grid={grid} onHolder={addHolder} onMetric={addMetric} />
          {plans.length === 0 && earlier.length > 0 && (
            <TextButton isDisabled={edits.isPending} onClick={repeat}>
              {t('plans.repeat')}
            </TextButton>
          )}
          {edits.undo && (
            <TextButton isDisabled={edits.isPending} onClick={edits.undo}>
              {t('plans.undo')}
            </TextButton>
          )}
          {edits.redo && (
            <TextButton isDisabled={edits.isPending} onClick={edits.redo}>
              {t('plans.redo')}
            </TextButton>
          )}
        </div>
      )}
      {edits.error && badCount === 0 && <p role="alert">{t('problem.unknown.title')}</p>}
      <p role="status" className={badCount > 0 ? css.alert : 'visually-hidden'} data-bad={badCount}>
        {badCount > 0 && t('plans.bad_cells', { count: badCount })}
      </p>
      <div className={`card ${css.card}`}>
        <table className="table" onKeyDown={mayWrite ? onKey : undefined}>
          <caption className="visually-hidden">{t('plans.grid')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('plans.holder')}</th>
              {grid.metrics.map((metric) => (
                <th key={metric} scope="col" className="number">
                  {metricName(metric)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((row, index) => (
              <tr key={row.id} className={css[row.kind]}>
                <th scope="row">{holderName(row)}</th>
                {grid.metrics.map((metric, column) => {
                  const target = targetOf(row, metric)
                  const key = cellKey(row, metric)
                  return (
                    <td key={metric} className="number">
                      {mayWrite ? (
                        <PlanCell
                          place={{ row: index, column }}
                          label={`${holderName(row)}, ${metricName(metric)}`}
                          shown={target === null ? '' : printAmount(target, isShare(metric))}
                          bad={edits.bad[key]}
                          isWaiting={key in edits.waiting}
                          onText={(text) => writeBlock({ row: index, column }, [[text.trim()]])}
                          onBlock={(block) => writeBlock({ row: index, column }, block)}
                          onForget={() => edits.forget(key)}
                        />
                      ) : (
                        target !== null && figure(target, entryOf(metric)?.unit ?? 'count').text
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <TableFiles
          table={() => ({
            name: t('plans.grid'),
            heads: [t('plans.holder'), ...grid.metrics.map(metricName)],
            rows: grid.rows.map((row) => [holderName(row), ...grid.metrics.map((metric) => row.plans.get(metric)?.target ?? null)]),
          })}
        />
      </div>
    </Part>
  )
}
