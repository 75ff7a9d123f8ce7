// Targets of a month as a grid: who runs the department writes into it, pastes a column from a spreadsheet, takes the last change back.
import { useState } from 'react'
import type { PlanEntry } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useChangePlan } from '../api/use-plans.ts'
import { type GridRow, preparePlanGrid, printAmount, readAmount, readColumn } from '../charts/prepare/plan-grid.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './plan-grid-part.module.css'

type Change = { id: string; target: number }
type InputProps = {
  plan: PlanEntry
  isShare: boolean
  label: string
  onChange: (value: number) => void
  onPaste: (values: (number | null)[]) => void
}

function TargetInput({ plan, isShare, label, onChange, onPaste }: InputProps) {
  const [text, setText] = useState<string | null>(null)
  const commit = () => {
    const value = text === null ? null : readAmount(text)
    setText(null)
    if (value !== null && value !== plan.target) onChange(value)
  }
  return (
    <input
      className={css.input}
      aria-label={label}
      inputMode="decimal"
      value={text ?? printAmount(plan.target, isShare)}
      onChange={({ target }) => setText(target.value)}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit()
        if (key === 'Escape') setText(null)
      }}
      onPaste={(event) => {
        const values = readColumn(event.clipboardData.getData('text/plain'))
        if (values.length < 2) return
        event.preventDefault()
        onPaste(values)
      }}
    />
  )
}

export function PlanGridPart({ plans, currency }: { plans: readonly PlanEntry[]; currency: string }) {
  const { t, figure, language } = useFormat(currency)
  const may = useMay()
  const { data: catalogue } = useCatalogue()
  const change = useChangePlan()
  const [undo, setUndo] = useState<Change[]>([])
  const grid = preparePlanGrid(plans)
  const entryOf = (metric: string) => catalogue?.find(({ id }) => id === metric)
  const metricName = (metric: string) => entryOf(metric)?.name[language] ?? metric
  const holderName = ({ kind, holder }: GridRow) => (holder ? nameMember(holder, kind, t) : t('plans.company'))
  const apply = async (changes: Change[]) => {
    const before = changes.flatMap(({ id }) => plans.find((plan) => plan.id === id) ?? [])
    for (const one of changes) await change.mutateAsync(one)
    setUndo(before.map(({ id, target }) => ({ id, target })))
  }
  const pasteFrom = (start: number, metric: string, values: (number | null)[]) => {
    const below = grid.rows.slice(start).flatMap((row) => row.plans.get(metric) ?? [])
    void apply(
      values.flatMap((value, index) => {
        const plan = below[index]
        return value !== null && plan && plan.target !== value ? [{ id: plan.id, target: value }] : []
      }),
    )
  }
  const takeBack = async () => {
    for (const one of undo) await change.mutateAsync(one)
    setUndo([])
  }
  return (
    <Part
      title={t('plans.grid')}
      hint={may('planPatch') ? t('plans.grid_hint') : undefined}
      aside={
        undo.length > 0 && (
          <TextButton isDisabled={change.isPending} onClick={() => void takeBack()}>
            {t('plans.undo')}
          </TextButton>
        )
      }
    >
      {change.isError && <p role="alert">{t('problem.unknown.title')}</p>}
      <div className={`card ${css.card}`}>
        <table className="table">
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
                {grid.metrics.map((metric) => {
                  const plan = row.plans.get(metric)
                  return (
                    <td key={metric} className="number">
                      {plan && may('planPatch') && (
                        <TargetInput
                          plan={plan}
                          isShare={entryOf(metric)?.unit === 'ratio'}
                          label={`${holderName(row)}, ${metricName(metric)}`}
                          onChange={(target) => void apply([{ id: plan.id, target }])}
                          onPaste={(values) => pasteFrom(index, metric, values)}
                        />
                      )}
                      {plan && !may('planPatch') && figure(plan.target, entryOf(metric)?.unit ?? 'count').text}
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
