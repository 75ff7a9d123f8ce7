// Журнал: who looked at records, exported, changed something or was refused.
import { useState } from 'react'
import type { ResourceOutput, Settings } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useAudit } from '../api/use-members-access.ts'
import { nameSettings } from '../kit/name-settings.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { SettingSection } from './setting-row.tsx'

type Entry = ResourceOutput<'audit'>['entries'][number]

/** What an entry is about, in words: settings and KPIs by their names, people and keys by theirs; numbers say nothing here. */
function useSubject(): (entry: Entry) => string {
  const { t, language } = useFormat()
  const { data: catalogue = [] } = useCatalogue()
  const nameKpi = (id: string) => catalogue.find((entry) => entry.id === id)?.name[language] ?? t(`figure.${id}`, { defaultValue: id })
  return ({ detail }) => {
    if (Array.isArray(detail.keys)) return nameSettings(detail.keys.map(String), t)
    const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : null)
    const kpi = text('kpi')
    const role = text('role')
    const said = [kpi && nameKpi(kpi), text('name'), text('email'), text('user'), role && t(`role.${role}`, { defaultValue: role })]
    return [...new Set(said.filter(Boolean))].join(' · ')
  }
}

function AuditLine({ entry, timezone }: { entry: Entry; timezone: string }) {
  const { t, moment } = useFormat()
  const subject = useSubject()(entry)
  const { who, action, at } = entry
  return (
    <tr>
      <td className={css.at}>{moment(at, timezone)}</td>
      <th scope="row">{who.name ?? t(`audit.who.${who.kind}`)}</th>
      <td className={css.what}>
        {t(`audit.action.${action.replaceAll('.', '_')}`, { defaultValue: action })}
        {subject && <span className="small quiet"> {subject}</span>}
      </td>
    </tr>
  )
}

export function AuditPart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  const [before, setBefore] = useState<number | null>(null)
  const audit = useAudit(before)
  const next = audit.data?.next ?? null
  return (
    <SettingSection title={t('settings.part.audit')} text={t('settings.text.audit')}>
      {audit.isError && !audit.data && <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isPending && <LinesLoading count={8} label={t('state.loading')} />}
      {audit.data && (
        <div className={`card ${css.table}`}>
          <table className="table">
            <caption className="visually-hidden">{t('settings.part.audit')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('records.at')}</th>
                <th scope="col">{t('audit.by')}</th>
                <th scope="col">{t('audit.what')}</th>
              </tr>
            </thead>
            <tbody>
              {audit.data.entries.map((entry) => (
                <AuditLine key={entry.id} entry={entry} timezone={settings.timezone} />
              ))}
            </tbody>
          </table>
          <div className={css.pages}>
            <TextButton isDisabled={before === null} onClick={() => setBefore(null)}>
              {t('audit.newest')}
            </TextButton>
            <TextButton isDisabled={next === null} onClick={() => setBefore(next)}>
              {t('records.next')}
            </TextButton>
          </div>
        </div>
      )}
    </SettingSection>
  )
}
