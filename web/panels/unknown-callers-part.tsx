// Поговорили, но лида нет: numbers we talked to that no contact, lead or deal has, with what to do about each.
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import { useUnknownCallers } from '../api/use-identity.ts'
import { useSettings } from '../api/use-settings.ts'
import { PageTurner } from '../kit/page-turner.tsx'
import { Part } from '../kit/part.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './identity-part.module.css'

const pageSize = 10

export function UnknownCallersPart() {
  const { t, count, figure, moment } = useFormat()
  const may = useMay()
  const [offset, setOffset] = useState(0)
  const { data: settings } = useSettings()
  const { data } = useUnknownCallers(offset, pageSize, may('unknownCallers'))
  if (!data || data.count === 0) return null
  return (
    <Part
      title={t('callers.heading')}
      hint={t('callers.text', { count: data.count, text: count(data.count), time: figure(data.talk_s, 'seconds').text })}
    >
      <div className={`card ${css.card}`}>
        <table className="table">
          <caption className="visually-hidden">{t('callers.heading')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('callers.phone')}</th>
              <th scope="col" className="number">
                {t('callers.talks')}
              </th>
              <th scope="col" className="number">
                {t('callers.talk')}
              </th>
              <th scope="col">{t('callers.last')}</th>
              <th scope="col">{t('callers.who')}</th>
            </tr>
          </thead>
          <tbody>
            {data.callers.map((caller) => (
              <tr key={caller.phone} data-caller={caller.phone}>
                <th scope="row">
                  {caller.phone} {caller.lines.length > 0 && <span className="quiet">{caller.lines.join(', ')}</span>}
                </th>
                <td className="number">{t('callers.of', { talks: count(caller.talks), calls: count(caller.calls) })}</td>
                <td className="number">{figure(caller.talk_s, 'seconds').text}</td>
                <td>{moment(caller.last_at, settings?.timezone)}</td>
                <td>{caller.people.map(({ name, id }) => name ?? id).join(', ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <details>
          <summary className={css.what}>{t('callers.what')}</summary>
          <p className="soft">{t('callers.do')}</p>
        </details>
        <TableFiles
          table={() => ({
            name: t('callers.heading'),
            heads: [t('callers.phone'), t('callers.talks'), t('callers.talk'), t('callers.last'), t('callers.who')],
            rows: data.callers.map(({ phone, talks, talk_s, last_at, people }) => [
              ...[phone, talks, talk_s, last_at],
              people.map(({ name, id }) => name ?? id).join(', '),
            ]),
          })}
        />
        <PageTurner offset={offset} size={pageSize} all={data.count} onTurn={setOffset} />
      </div>
    </Part>
  )
}
