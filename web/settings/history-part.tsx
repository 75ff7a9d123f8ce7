// Полнота данных: from which day on the data of each source are whole; what nobody said is taken from its first closing.
import { DatePickerInput } from '@mantine/dates'
import type { Settings } from '../api/contract.ts'
import { useSources } from '../api/use-sources.ts'
import { DatesFrame, useCalendarLabels } from '../kit/dates-frame.tsx'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { DraftFrame } from './save-bar.tsx'
import { SettingRow, SettingSection } from './setting-row.tsx'
import css from './settings.module.css'
import { useDraft } from './use-draft.ts'

export function HistoryPart({ settings }: { settings: Settings }) {
  const { t, day } = useFormat()
  const draft = useDraft()
  const sources = useSources()
  const labels = useCalendarLabels()
  const kept = settings.complete_from
  const days = draft.get('complete_from', kept)
  const dayOf = (source: string) => days[source]?.leads ?? days[source]?.deals ?? null
  const put = (source: string, value: string | null) => {
    const { [source]: _before, ...others } = days
    draft.set('complete_from', value === null ? others : { ...others, [source]: { leads: value, deals: value } }, kept)
  }
  const list = (sources.data?.sources ?? []).filter(({ id }) => id !== 'rumb')
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('settings.part.history')} text={t('settings.text.history')}>
        {sources.isError && !sources.data && <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />}
        {sources.isPending && <LinesLoading count={3} label={t('state.loading')} />}
        {sources.data && list.length === 0 && <EmptyState title={t('history.none')} text={t('data.empty_text')} />}
        {list.length > 0 && (
          <div className={`card ${css.card}`}>
            {list.map(({ id, connection }) => (
              <SettingRow
                key={id}
                title={id}
                hint={
                  connection?.complete_from
                    ? t('history.read_since', { day: day(connection.complete_from, settings.timezone) })
                    : t('history.by_itself')
                }
                isChanged={dayOf(id) !== (kept[id]?.leads ?? kept[id]?.deals ?? null)}
              >
                {(labelling) => (
                  <DatesFrame>
                    <DatePickerInput
                      {...labelling}
                      placeholder={t('settings.by_itself')}
                      valueFormat="D MMM YYYY"
                      ariaLabels={labels}
                      value={dayOf(id)}
                      onChange={(value) => put(id, value)}
                      clearable
                    />
                  </DatesFrame>
                )}
              </SettingRow>
            ))}
          </div>
        )}
      </SettingSection>
    </DraftFrame>
  )
}
