// One KPI by a dimension as a table of dots with intervals. The table is the chart's text: nothing is told by the drawing alone.

import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer, Member } from '../api/contract.ts'
import { BracketMarks } from '../charts/draw/bracket-marks.tsx'
import { IntervalStrip } from '../charts/draw/interval-strip.tsx'
import { type LeagueRow, prepareLeague } from '../charts/prepare/league.ts'
import { ChangeMark } from '../kit/change-mark.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameMember } from '../kit/member-name.ts'
import { cellOf, keepShared } from '../kit/search-state.ts'
import { TableFiles } from '../kit/table-files.tsx'
import { useFormat } from '../kit/use-format.ts'
import { LeagueFiles } from './league-files.tsx'
import css from './league-table.module.css'

type Props = { answer: Answer; entry: CatalogueEntry; dimension: string; rowsMax?: number; hasChange?: boolean }

/** Beyond this nobody can wait for the cases. */
const neededMax = 1000

function placeText({ low, high }: { low: number; high: number }, t: TFunction): string {
  return low === high ? String(low) : t('table.place', { low, high })
}

export function LeagueTable({ answer, entry, dimension, rowsMax = 500, hasChange = false }: Props) {
  const format = useFormat(answer.currency)
  const { t } = format
  const league = prepareLeague(answer, entry.id, dimension)
  const name = (member: Member) => nameMember(member, dimension, t)
  const hasRank = league.rows.some(({ rank }) => rank !== null)
  const line = (row: LeagueRow, index: number) => (
    <tr key={row.member.id ?? 'unknown'}>
      <th scope="row" className={css.name}>
        {dimension === 'person' && row.member.id !== null ? (
          <Link
            to="/people/$id"
            params={{ id: row.member.id }}
            search={keepShared}
            className={css.person}
            title={t('people.open', { name: name(row.member) })}
          >
            {name(row.member)}
          </Link>
        ) : (
          name(row.member)
        )}
      </th>
      <td className={css.stripCell}>
        <IntervalStrip strip={row.strip} totalAt={league.totalAt} isSmall={row.isSmall} />
      </td>
      <td className={`number ${css.value}`}>
        <FigureLink
          kpi={entry.id}
          cell={cellOf(dimension, row.member.id)}
          title={row.cell.value === null ? t(`why.${row.cell.why}`) : undefined}
        >
          {row.cell.value === null ? t('table.none') : format.value(row.cell, entry.unit)}
        </FigureLink>
      </td>
      <td className={`number small quiet ${css.range}`}>{format.span(row.cell, entry.unit) ?? '–'}</td>
      <td className={`number small quiet ${css.cases}`} data-label={t('table.cases')}>
        {format.count(row.cell.n)}
      </td>
      {hasRank && (
        <td className={`number ${css.rank}`} data-label={row.rank ? t('table.rank') : undefined}>
          <BracketMarks brackets={league.brackets} row={index} />
          {row.rank && placeText(row.rank, t)}
          {row.needed !== null && row.needed <= neededMax && (
            <span className={css.needed}>{t('table.needed', { count: row.needed, text: format.count(row.needed) })}</span>
          )}
        </td>
      )}
      {hasChange && (
        <td className={css.change}>
          <ChangeMark cell={row.cell} unit={entry.unit} better={entry.better} currency={answer.currency} isBrief />
        </td>
      )}
    </tr>
  )
  const hidden = league.rows.length - rowsMax
  const csv = () => ({
    name: `${entry.name[format.language]} ${answer.from} ${answer.to}`,
    heads: [
      ...[t(`dimension.${dimension}`), t('table.value'), t('table.low'), t('table.high'), t('table.cases')],
      ...(hasRank ? [t('table.rank_from'), t('table.rank_to')] : []),
    ],
    rows: league.rows.map(({ member, cell, rank }) => [
      ...[name(member), cell.value, cell.low, cell.high, cell.n],
      ...(hasRank ? [rank?.low ?? null, rank?.high ?? null] : []),
    ]),
  })
  return (
    <>
      <table className={`table ${css.league}`}>
        <caption className="visually-hidden">
          {entry.name[format.language]}: {t(`dimension.${dimension}`)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${dimension}`)}</th>
            <th scope="col" className={css.stripCell}>
              <span className={css.scale}>
                <span>{format.figure(league.bottom, entry.unit).text}</span>
                <span>{format.figure(league.top, entry.unit).text}</span>
              </span>
            </th>
            <th scope="col" className="number">
              {t('table.value')}
            </th>
            <th scope="col" className={`number ${css.range}`}>
              {t('table.interval')}
            </th>
            <th scope="col" className="number">
              {t('table.cases')}
            </th>
            {hasRank && (
              <th scope="col" className={`number ${css.rank}`}>
                {t('table.rank')}
              </th>
            )}
            {hasChange && (
              <th scope="col" className={css.change}>
                {t('table.change')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>{league.rows.slice(0, rowsMax).map(line)}</tbody>
      </table>
      <TableFiles table={csv} />
      <LeagueFiles answer={answer} entry={entry} league={league} nameOf={name} />
      {hidden > 0 && <p className="small quiet">{t('table.hidden', { count: hidden })}</p>}
    </>
  )
}
