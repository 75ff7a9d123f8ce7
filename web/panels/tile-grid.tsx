// Tiles of a list of KPIs: asks nothing, puts together what was answered with what the catalogue says.
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer, Cell } from '../api/contract.ts'
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
  besideOf: (entry: CatalogueEntry) => CatalogueEntry | null
}

export function TileGrid({ entries, answer, weeks, besideOf }: Props) {
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
        const cell = answer.total[entry.id]
        if (!cell) return null
        return (
          <li key={entry.id}>
            <Tile
              kpi={{ id: entry.id, name: entry.name[format.language], unit: entry.unit, better: entry.better }}
              cell={cell}
              currency={answer.currency}
              sparkline={weeks ? prepareSparkline(weeks, entry.id, isOpenWeek) : null}
              beside={besideText(entry)}
            />
          </li>
        )
      })}
    </ul>
  )
}
