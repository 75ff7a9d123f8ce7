// Причины отказов: which group each reason of the sources belongs to. What has no group comes first.
import { Select } from '@mantine/core'
import type { Meanings, Settings } from '../api/contract.ts'
import { useMeanings } from '../api/use-settings.ts'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './meanings.module.css'
import { DraftFrame } from './save-bar.tsx'
import { SettingSection } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

type Reason = Meanings['lost_reasons'][number]
const groups = [
  ...(['junk', 'not_target', 'no_contact', 'price', 'competitor', 'no_need'] as const),
  ...(['postponed', 'terms', 'no_stock', 'our_fault', 'other'] as const),
] as const satisfies readonly Reason['group'][]

export function ReasonsPart(_props: { settings: Settings }) {
  const { t, count } = useFormat()
  const draft = useDraft()
  const meanings = useMeanings()
  const reasons = (meanings.data?.lost_reasons ?? []).toSorted((a, b) => Number(a.group !== null) - Number(b.group !== null))
  const without = reasons.filter(({ group }) => group === null).length
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('settings.part.reasons')} text={t('settings.text.reasons')}>
        {meanings.isError && !meanings.data && <ErrorState error={meanings.error} onRetry={() => void meanings.refetch()} />}
        {meanings.isPending && <LinesLoading count={8} label={t('state.loading')} />}
        {meanings.data && reasons.length === 0 && <EmptyState title={t('meaning.no_reasons')} text={t('data.empty_text')} />}
        {without > 0 && <p>{t('meaning.without_group', { count: without })}</p>}
        {reasons.length > 0 && (
          <div className={`card ${css.list}`}>
            <table className={`table ${css.stages}`}>
              <caption className="visually-hidden">{t('settings.part.reasons')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('lost.reason')}</th>
                  <th scope="col" className="number">
                    {t('table.cases')}
                  </th>
                  <th scope="col">{t('meaning.group')}</th>
                </tr>
              </thead>
              <tbody>
                {reasons.map(({ id, name, group, cases }) => (
                  <tr key={id} data-reason={id}>
                    <th scope="row">
                      {name} <span className="small quiet">{id.includes(':') ? id.slice(0, id.indexOf(':')) : ''}</span>
                      {`lost_reasons.${id}` in draft.patch && <span className={css.dot} />}
                    </th>
                    <td className="number">{count(cases)}</td>
                    <td className={css.milestone}>
                      <Select
                        size="sm"
                        aria-label={t('meaning.group_of', { reason: name })}
                        data={groups.map((value) => ({ value, label: t(`member.lost_reason_group.${value}`) }))}
                        value={draft.get(`lost_reasons.${id}`, group)}
                        onChange={(value) => value && draft.set(`lost_reasons.${id}`, value, group)}
                        placeholder={t('meaning.choose_group')}
                        allowDeselect={false}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </SettingSection>
    </DraftFrame>
  )
}
