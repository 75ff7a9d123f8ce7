// Records of any kind as a table; a lead or deal opens its course, and one with an address leads into the system it came from.
import type { ReactNode } from 'react'
import type { RecordsAnswer } from '../api/contract.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './kpi-records.module.css'
import { RecordName } from './record-name.tsx'

type ListedRecord = RecordsAnswer['records'][number]
type Props = {
  records: readonly ListedRecord[]
  currency: string
  timezone: string
  hasHours?: boolean
  /** Until when those of the list have waited: shows for how long. */
  waitsUntil?: string
  /** What can be done with a record, in a column of its own. */
  action?: { head: string; of: (record: ListedRecord) => ReactNode }
}

const daySeconds = 86_400
const secondsBetween = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)

export function RecordsTable({ records, currency, timezone, hasHours = false, waitsUntil, action }: Props) {
  const { t, day, moment, figure } = useFormat(currency)
  /** By the clock on the wall, so days are days. */
  const waited = (at: string, until: string) => {
    const seconds = secondsBetween(at, until)
    return seconds < 2 * daySeconds ? figure(seconds, 'seconds').text : figure(Math.floor(seconds / daySeconds), 'days').text
  }
  const hasAmount = records.some(({ amount }) => amount !== null)
  const hasReason = records.some(({ reason }) => reason !== null)
  if (records.length === 0) return null
  return (
    <div className={css.scroll}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('records.name')}</th>
            <th scope="col">{t('records.at')}</th>
            {waitsUntil && <th scope="col">{t('records.waits')}</th>}
            {hasAmount && (
              <th scope="col" className="number">
                {t('records.amount')}
              </th>
            )}
            {hasReason && <th scope="col">{t('records.reason')}</th>}
            {action && <th scope="col">{action.head}</th>}
          </tr>
        </thead>
        <tbody>
          {records.map((record, index) => {
            const { kind, id, name, at, amount, reason, url } = record
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: one record may stand twice, as when a person met it twice
              <tr key={`${kind}-${id}-${index}`}>
                <th scope="row" className={css.name}>
                  <RecordName kind={kind} id={id} name={name} />
                  <span className={css.kind}>
                    {t(`record_one.${kind}`, { defaultValue: kind })}
                    {url && (
                      <>
                        {' · '}
                        <a href={url} target="_blank" rel="noreferrer" className="inline-link">
                          {t('timeline.source')}
                        </a>
                      </>
                    )}
                  </span>
                </th>
                <td className={css.at}>{at ? (hasHours ? moment : day)(at, timezone) : '–'}</td>
                {waitsUntil && <td className={css.at}>{at ? waited(at, waitsUntil) : '–'}</td>}
                {hasAmount && <td className="number">{amount === null ? '–' : figure(amount, 'money').exact}</td>}
                {hasReason && <td>{reason ? t(`reason.${reason}`, { defaultValue: reason }) : ''}</td>}
                {action && <td>{action.of(record)}</td>}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
