// Who is worth buying: volume, waste, conversion and money of each segment side by side.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { readCell, readMember } from '../charts/prepare/read-row.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellOf } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const dimensions = ['channel_group', 'product', 'industry', 'size', 'region'] as const
const kpis = ['leads', 'junk_rate', 'lead_win_rate_90d', 'average_deal', 'revenue_per_lead']
const rowsMax = 20

function Segments({ answer, dimension }: { answer: Answer; dimension: string }) {
  const { t, value } = useFormat(answer.currency)
  const heads = [t(`dimension.${dimension}`), ...answer.columns.map(({ name }) => name)]
  const nameOf = (row: Answer['rows'][number]) => nameMember(readMember(row, dimension), dimension, t)
  return (
    <div className={`card ${css.card}`}>
      <PlainTable
        caption={t('channels.segments')}
        heads={heads}
        rows={answer.rows.slice(0, rowsMax).map((row) => ({
          id: readMember(row, dimension).id ?? 'unknown',
          cells: [
            nameOf(row),
            ...answer.columns.map(({ id, unit }) => {
              const cell = readCell(row, id)
              if (!cell || cell.value === null) return <span title={cell ? t(`why.${cell.why}`) : undefined}>–</span>
              return (
                <FigureLink key={id} kpi={id} cell={cellOf(dimension, readMember(row, dimension).id)}>
                  {value(cell, unit)}
                </FigureLink>
              )
            }),
          ],
        }))}
        csv={() => ({
          name: `${t('channels.segments')} ${answer.from} ${answer.to}`,
          heads,
          rows: answer.rows.map((row) => [nameOf(row), ...answer.columns.map(({ id }) => readCell(row, id)?.value ?? null)]),
        })}
      />
    </div>
  )
}

export function SegmentsPart() {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const [dimension, setDimension] = useState<string>('product')
  const answer = useKpiQuery({ kpis, by: [dimension], ...view.shared, order: 'leads' }, isSeen && view.isReady)
  const data = answer.data?.by[0] === dimension ? answer.data : undefined
  return (
    <Part
      ref={place}
      title={t('channels.segments')}
      hint={t('channels.segments_hint')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('channels.segments')}
          value={dimension}
          onChange={setDimension}
          data={dimensions.map((value) => ({ value, label: t(`dimension.${value}`) }))}
        />
      }
    >
      <Answered
        answer={{ data, isError: answer.isError, error: answer.error, refetch: answer.refetch }}
        empty={({ rows }) => (rows.every((row) => readMember(row, dimension).id === null) ? t('channels.no_segments') : null)}
      >
        {(found) => <Segments answer={found} dimension={dimension} />}
      </Answered>
    </Part>
  )
}
