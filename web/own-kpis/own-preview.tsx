// What is being written, as it would look: the figure, its sample and interval, the latest records; or what keeps it from being kept.
import type { OwnKpiTried } from '../api/contract.ts'
import { useSettings } from '../api/use-settings.ts'
import { ProblemList } from '../kit/problem-list.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './own-kpis.module.css'

export function OwnPreview({ tried, isOld }: { tried: OwnKpiTried | undefined; isOld: boolean }) {
  const { t, language, count, value, range, day } = useFormat()
  const { data: settings } = useSettings()
  if (!tried) return <p className="soft">{t('own.preview_wait')}</p>
  const { problems, entry, cell, records } = tried
  if (problems.length > 0 || !entry || !cell) {
    return (
      <div className={css.alert} role="status" data-problems={problems.length}>
        <b>{t('own.problems')}</b>
        <ProblemList problems={problems} />
      </div>
    )
  }
  const interval = range(cell, entry.unit)
  return (
    <div className={css.preview} data-old={isOld} data-value={cell.value ?? ''}>
      <span className="soft">{entry.name[language]}</span>
      <span className={css.figure}>{cell.value === null ? t(`why.${cell.why}`) : value(cell, entry.unit)}</span>
      <span className="small quiet">
        {t('own.cases', { count: cell.n, text: count(cell.n) })}
        {interval && ` · ${t('own.range', { range: interval })}`}
      </span>
      {records.length > 0 && (
        <table className="table">
          <caption className={css.caption}>{t('own.records')}</caption>
          <tbody>
            {records.map(({ kind, id, name, at, amount }) => (
              <tr key={`${kind} ${id}`}>
                <td>{name ?? id}</td>
                <td>{at === null ? '–' : day(at, settings?.timezone)}</td>
                <td className="number">{amount === null ? '' : count(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
