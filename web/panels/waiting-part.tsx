// Who waits for us now, the longest first: leads without an answer, calls nobody returned, chats with the last word of the client.
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

const kinds = [
  { id: 'leads', kpi: 'unanswered_leads' },
  { id: 'calls', kpi: 'unreturned_calls' },
  { id: 'chats', kpi: 'chats_waiting' },
] as const
const shown = 15

export function WaitingPart() {
  const { t, count } = useFormat()
  const view = usePageView()
  const { data: settings } = useSettings()
  const [chosen, setChosen] = useState<(typeof kinds)[number]['id']>('leads')
  const kpi = kinds.find(({ id }) => id === chosen)?.kpi ?? kinds[0].kpi
  const answer = useRecords({ kpi, ...view.shared, part: 'all', offset: 0, limit: shown })
  const isCurrent = answer.data?.kpi === kpi
  return (
    <Part
      title={t('speed.live')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('speed.live')}
          value={chosen}
          onChange={(value) => setChosen(value as typeof chosen)}
          data={kinds.map(({ id }) => ({ value: id, label: t(`speed.live_${id}`) }))}
        />
      }
    >
      <Answered
        answer={isCurrent || answer.isError ? answer : { ...answer, data: undefined }}
        empty={(data) => (data.count === 0 ? t('speed.nobody') : null)}
      >
        {(data) => (
          <div className={`card ${css.card}`}>
            <p>
              <FigureLink kpi={kpi}>{t('records.count', { count: data.count, text: count(data.count) })}</FigureLink>
            </p>
            <RecordsTable
              records={data.records.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))}
              currency={settings?.currency ?? ''}
              timezone={settings?.timezone ?? ''}
              hasHours
            />
          </div>
        )}
      </Answered>
    </Part>
  )
}
