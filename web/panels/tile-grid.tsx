// Tiles of a list of KPIs: asks nothing, puts together what was answered with what the catalogue says.
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer, Cell } from '../api/contract.ts'
import type { Matured } from '../api/use-matured.ts'
import { bucketEnd, dayOf } from '../charts/prepare/bucket.ts'
import { readText } from '../charts/prepare/read-row.ts'
import { prepareSparkline } from '../charts/prepare/sparkline.ts'
import css from '../kit/tile.module.css'
import { Tile } from '../kit/tile.tsx'
import { useFormat } from '../kit/use-format.ts'

type Props = {
  entries: readonly CatalogueEntry[]
  answer: Answer
  weeks: Answer | undefined
  matured?: Matured | null
  besideOf: (entry: CatalogueEntry) => CatalogueEntry | null
}

export function TileGrid({ entries, answer, weeks, matured = null, besideOf }: Props) {
  const format = useFormat(answer.currency)
  const isOpenWeek = weeks !== undefined && bucketEnd(readText(weeks.rows.at(-1), 'period')) > dayOf(weeks)
  const besideText = (entry: CatalogueEntry) => {
    const beside = besideOf(entry)
    const cell: Cell | undefined = beside ? answer.total[beside.id] : undefined
    return beside && cell && cell.value !== null ? { name: beside.name[format.language], text: format.value(cell, beside.unit) } : null
  }
  return (
    <ul className={css.grid}>
      {entries.map((entry) => {
        const ripe = matured?.kpis.has(entry.id) ? matured : null
        const course = ripe ? ripe.weeks : weeks
        return (
          <li key={entry.id}>
            <Tile
              kpi={{ ...entry, name: entry.name[format.language] }}
              cell={(ripe?.answer ?? answer).total[entry.id] ?? null}
              currency={answer.currency}
              sparkline={course ? prepareSparkline(course, entry.id, ripe ? ripe.isOpenWeek : isOpenWeek) : null}
              period={ripe?.range ?? null}
              beside={besideText(entry)}
            />
          </li>
        )
      })}
    </ul>
  )
}
