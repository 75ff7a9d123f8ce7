// Lists of the records behind figures that ask for an act now, one list at a time, each record leading into its system.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useRecords } from '../api/use-query.ts'
import { useSettings } from '../api/use-settings.ts'
import { usePageView } from '../api/use-view.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import { RecordsTable } from './records-table.tsx'
import css from './speed-parts.module.css'

type Props = {
  title: string
  /** `expected`: how many there will be, for the room they take while they load. */
  lists: readonly { kpi: string; label: string; expected?: number | null | undefined }[]
  /** What is said where a list is empty. */
  nothing: string
  hasHours?: boolean
}
const shown = 12
const rowHeight = 47

export function RecordsPart({ title, lists, nothing, hasHours = false }: Props) {
  const { t, count } = useFormat()
  const view = usePageView()
  const { data: settings } = useSettings()
  const [chosen, setChosen] = useState(lists[0]?.kpi ?? '')
  const answer = useRecords({ kpi: chosen, ...view.shared, part: 'all', offset: 0, limit: shown })
  const data = answer.data?.kpi === chosen ? answer.data : undefined
  const expected = lists.find(({ kpi }) => kpi === chosen)?.expected
  return (
    <Part
      title={title}
      aside={
        lists.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={title}
            value={chosen}
            onChange={setChosen}
            data={lists.map(({ kpi, label }) => ({ value: kpi, label }))}
          />
        )
      }
    >
      <Answered
        answer={{ data, isError: answer.isError, error: answer.error, refetch: answer.refetch }}
        {...(expected == null ? {} : { lines: Math.min(shown, expected) + 2, height: rowHeight })}
        empty={(found) => (found.count === 0 ? nothing : null)}
      >
        {(found) => (
          <div className={`card ${css.card}`}>
            <p>
              <FigureLink kpi={chosen}>{t('records.count', { count: found.count, text: count(found.count) })}</FigureLink>
            </p>
            <RecordsTable
              records={found.records.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))}
              currency={settings?.currency ?? ''}
              timezone={settings?.timezone ?? ''}
              hasHours={hasHours}
            />
          </div>
        )}
      </Answered>
    </Part>
  )
}
