// What the file would bring: how many rows, the first records as they will look, and what is not taken in with its place.
import type { TFunction } from 'i18next'
import { Trans } from 'react-i18next'
import type { UploadTried } from '../api/contract.ts'
import { sayQuarantineReason } from '../kit/quarantine-reason.ts'
import { Sentence } from '../kit/sentence.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './imports.module.css'

const columnsMax = 8

function show(value: unknown, t: TFunction, moment: (text: string) => string): string {
  if (value === null || value === undefined || value === '') return '–'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return moment(text)
  return t(`column_value.${text}`, { defaultValue: text })
}

type SampleProps = { kind: string; records: readonly Record<string, unknown>[]; timezone: string }

function Sample({ kind, records, timezone }: SampleProps) {
  const { t, moment } = useFormat()
  const told = (value: unknown) => value !== null && value !== undefined && value !== '' && typeof value !== 'object'
  const columns = [...new Set(records.flatMap((record) => Object.keys(record).filter((name) => told(record[name]))))].slice(0, columnsMax)
  return (
    <div className={`card ${css.table}`}>
      <table className="table">
        <caption className={css.caption}>{t('load.sample_of', { kind: t(`record.${kind}`, { defaultValue: kind }) })}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {t(`column.${name}`, { defaultValue: name })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={JSON.stringify(record)}>
              {columns.map((name) => (
                <td key={name}>{show(record[name], t, (text) => moment(text, timezone))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Refused({ rows }: { rows: UploadTried['quarantine'] }) {
  const { t } = useFormat()
  return (
    <div className={`card ${css.table}`}>
      <table className="table">
        <caption className={css.caption}>{t('load.refused_rows')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('load.row')}</th>
            <th scope="col">{t('load.header')}</th>
            <th scope="col">{t('load.value')}</th>
            <th scope="col">{t('load.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 50).map(({ line, column, value, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a refused row has no identity of its own
            <tr key={index}>
              <td>{line ?? '–'}</td>
              <td>{column === null ? '–' : t(`column.${column}`, { defaultValue: column })}</td>
              <td>{value ?? '–'}</td>
              <td>{sayQuarantineReason(reason, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The day before an exclusive end. */
const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** `kind`: what the rows are; the people they name are counted apart. */
export function CheckStep({ tried, kind }: { tried: UploadTried; kind: string | null }) {
  const { t, count, days } = useFormat()
  const sum = (key: 'accepted' | 'unchanged' | 'quarantined') =>
    tried.files.reduce((total, file) => total + (kind === null || file.kind === kind ? file[key] : 0), 0)
  const taken = sum('accepted') + sum('unchanged')
  const waiting = sum('quarantined')
  return (
    <>
      <Sentence>
        <span data-accepted={taken} data-quarantined={waiting}>
          <Trans t={t} i18nKey="load.will_take" count={taken} values={{ text: count(taken) }} components={{ b: <b /> }} />.{' '}
          {waiting === 0 ? t('load.none_waits') : t('load.will_wait', { count: waiting, text: count(waiting) })}{' '}
          {tried.days && t('load.period', { days: days(tried.days.from, dayBefore(tried.days.to)) })}
        </span>
      </Sentence>
      {tried.quarantine.length > 0 && <Refused rows={tried.quarantine} />}
      {Object.entries(tried.records).map(([name, records]) => (
        <Sample key={name} kind={name} records={records as Record<string, unknown>[]} timezone={tried.timezone} />
      ))}
    </>
  )
}
