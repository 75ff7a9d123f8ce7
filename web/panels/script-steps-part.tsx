// How often each step of the script is heard, and how often a deal goes on after each objection.
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import { readCell, readMember } from '../charts/prepare/read-row.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellOf } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

type Given = { answer: Answer; kpi: string; dimension: string; title: string; head: string; nameOf: (key: string) => string }

function SharesCard({ answer, kpi, dimension, title, head, nameOf }: Given) {
  const { t, share, span, count } = useFormat(answer.currency)
  const rows = answer.rows
    .flatMap((row) => {
      const [cell, key] = [readCell(row, kpi), readMember(row, dimension).id]
      return cell && cell.value !== null && key !== null ? [{ key, cell, value: cell.value }] : []
    })
    .toSorted((a, b) => b.value - a.value)
  if (rows.length === 0) return null
  const bars = rows.map(({ key, cell, value }) => ({
    ...{ id: key, label: nameOf(key), hint: t('sample.cases', { count: Math.round(cell.n), text: count(cell.n) }) },
    ...{ from: 0, to: value, low: cell.low, high: cell.high, tone: 'mark' as const, text: share(value) },
  }))
  return (
    <div className={`card ${css.card}`}>
      <h3>{title}</h3>
      <BarsPicture name={title} text={`${title}: ${bars.map(({ label, text }) => `${label} – ${text}`).join('; ')}`} bars={bars} />
      <PlainTable
        caption={title}
        heads={[head, t('table.value'), t('table.interval'), t('table.cases')]}
        rows={rows.map(({ key, cell, value }) => ({
          id: key,
          cells: [
            nameOf(key),
            <FigureLink key="value" kpi={kpi} cell={cellOf(dimension, key)}>
              {share(value)}
            </FigureLink>,
            ...[span(cell, 'ratio') ?? '–', count(cell.n)],
          ],
        }))}
        csv={() => ({
          name: title,
          heads: [head, t('table.value'), t('table.low'), t('table.high'), t('table.cases')],
          rows: rows.map(({ key, cell }) => [nameOf(key), cell.value, cell.low, cell.high, cell.n]),
        })}
      />
    </div>
  )
}

export function ScriptStepsPart({ answer, nameOf }: { answer: Answer; nameOf: (key: string) => string }) {
  const { t } = useFormat()
  const view = usePageView()
  const objections = useKpiQuery({ kpis: ['objections_handled'], by: ['objection'], ...view.shared }, view.isReady)
  if (answer.rows.length === 0) return null
  return (
    <Part title={t('scripts.steps')} hint={t('scripts.steps_hint')}>
      <div className={css.pair}>
        <SharesCard
          answer={answer}
          kpi="script_coverage"
          dimension="step"
          title={t('scripts.heard')}
          head={t('scripts.step')}
          nameOf={nameOf}
        />
        {objections.data && (
          <SharesCard
            answer={objections.data}
            kpi="objections_handled"
            dimension="objection"
            title={t('scripts.after_objection')}
            head={t('scripts.objection')}
            nameOf={nameOf}
          />
        )}
      </div>
    </Part>
  )
}
