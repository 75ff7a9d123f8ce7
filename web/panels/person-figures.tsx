// The figures of a person by what they are about: now, the own level before, and where the middle half of the role lies.
import type { Scorecard, ScorecardFigure } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { OwnStripFigure } from '../charts/draw/own-strip-figure.tsx'
import { prepareOwnStrip } from '../charts/prepare/own-strip.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { Part } from '../kit/part.tsx'
import { addDays } from '../kit/period.ts'
import { cellOf } from '../kit/search-state.ts'
import { TableFiles } from '../kit/table-files.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './person-figures.module.css'

const parts = ['result', 'speed', 'activity', 'persistence', 'tasks', 'scripts'] as const

export function PersonFigures({ card }: { card: Scorecard }) {
  const { t, language, count, days } = useFormat(card.currency)
  const { data: catalogue = [] } = useCatalogue()
  const entryOf = (kpi: string) => catalogue.find(({ id }) => id === kpi)
  const told = card.figures.filter(({ cell, kpi }) => (cell.value !== null || cell.previous?.value != null) && entryOf(kpi) !== undefined)
  const people = Math.max(0, ...told.map(({ peers }) => peers?.people ?? 0))
  const csv = () => ({
    name: `${card.person.name ?? ''} ${card.from} ${card.to}`,
    heads: [
      t('people.kpi'),
      t('person.now'),
      t('table.low'),
      t('table.high'),
      t('person.own'),
      t('table.cases'),
      t('person.peers_low'),
      t('person.peers_high'),
    ],
    rows: told.map(({ kpi, cell, peers }) => [
      ...[entryOf(kpi)?.name[language] ?? kpi, cell.value, cell.low, cell.high, cell.previous?.value ?? null],
      ...[cell.n, peers?.low ?? null, peers?.high ?? null],
    ]),
  })
  if (told.length === 0) return <p className="soft">{t('person.nothing')}</p>
  return (
    <Part
      title={t('person.figures')}
      hint={t('person.figures_hint', { own: days(card.own.from, addDays(card.own.to, -1)), count: people, people: count(people) })}
    >
      <div className={css.cards}>
        {parts.map((part) => {
          const rows = told.filter((figure) => figure.part === part)
          if (rows.length === 0) return null
          return (
            <section key={part} className={`card ${css.card}`} aria-label={t(`person.part.${part}`)}>
              <h3>{t(`person.part.${part}`)}</h3>
              <table className={`table ${css.table}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('people.kpi')}</th>
                    <td className={css.strip} />
                    <th scope="col" className="number">
                      {t('person.now')}
                    </th>
                    <th scope="col" className="number">
                      {t('person.own')}
                    </th>
                    <th scope="col" className={`number ${css.peers}`}>
                      {t('person.peers')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((figure) => (
                    <FigureRow key={figure.kpi} figure={figure} card={card} />
                  ))}
                </tbody>
              </table>
            </section>
          )
        })}
      </div>
      <p className="small quiet">{t('person.legend')}</p>
      <TableFiles table={csv} />
    </Part>
  )
}

/** A range that breaks at its dash alone. */
function Ends({ text }: { text: string | null }) {
  const [low = '–', high] = (text ?? '–').split(' – ')
  return (
    <>
      <span className={css.end}>{high === undefined ? low : `${low} –`}</span>{' '}
      {high !== undefined && <span className={css.end}>{high}</span>}
    </>
  )
}

function FigureRow({ figure, card }: { figure: ScorecardFigure; card: Scorecard }) {
  const { kpi, cell, peers, verdict } = figure
  const format = useFormat(card.currency)
  const { t, language } = format
  const { data: catalogue = [] } = useCatalogue()
  const entry = catalogue.find(({ id }) => id === kpi)
  if (!entry) return null
  const text = (value: number) => format.figure(entry.unit === 'count' && value >= 10 ? Math.round(value) : value, entry.unit).text
  const isTold = verdict === 'better' || verdict === 'worse'
  return (
    <tr data-row={kpi}>
      <th scope="row" className={css.name}>
        {entry.name[language]}
        {isTold && <span className={css[verdict]}>{t(`change.${verdict}`)}</span>}
      </th>
      <td className={css.strip}>
        <OwnStripFigure strip={prepareOwnStrip(figure)} tone={isTold ? verdict : 'mark'} />
      </td>
      <td className={`number ${css.now}`} data-label={t('person.now')}>
        <FigureLink
          kpi={kpi}
          cell={cellOf('person', card.person.id)}
          of={`${card.from}..${card.to}`}
          title={cell.value === null ? t(`why.${cell.why}`) : (format.range(cell, entry.unit) ?? undefined)}
        >
          {cell.value === null ? t('table.none') : text(cell.value)}
        </FigureLink>
      </td>
      <td className="number quiet" data-label={t('person.own')}>
        {cell.previous?.value == null ? '–' : text(cell.previous.value)}
      </td>
      <td className={`number quiet ${css.peers}`} data-label={t('person.peers')}>
        {peers === null ? '–' : <Ends text={format.span({ ...cell, low: peers.low, high: peers.high }, entry.unit)} />}
      </td>
    </tr>
  )
}
