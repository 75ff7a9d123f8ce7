// The strips of a league as PNG and SVG.
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer, Member } from '../api/contract.ts'
import { drawLeague, type LeagueColours, leagueHeight, leagueWidth } from '../charts/draw/league-svg.ts'
import type { League } from '../charts/prepare/league.ts'
import { download } from '../kit/download.ts'
import { addDays } from '../kit/period.ts'
import { pngFile, svgFile } from '../kit/picture.ts'
import css from '../kit/table-files.module.css'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'

type Props = { answer: Answer; entry: CatalogueEntry; league: League; nameOf: (member: Member) => string }

function readColours(): LeagueColours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ...{ ink: of('ink'), quiet: of('ink-quiet'), mark: of('mark'), whisker: of('whisker') },
    ...{ line: of('line'), surface: of('surface') },
  }
}

export function LeagueFiles({ answer, entry, league, nameOf }: Props) {
  const { t, language, days, figure, value } = useFormat(answer.currency)
  const save = async (extension: 'png' | 'svg') => {
    const colours = readColours()
    const title = `${entry.name[language]} ${days(answer.from, addDays(answer.to, -1))}`
    const lines = league.rows.map((row) => ({
      ...{ name: nameOf(row.member), row, place: row.rank ? t('table.place', row.rank) : '' },
      figure: row.cell.value === null ? t('table.none') : value(row.cell, entry.unit),
    }))
    const ends = { bottom: figure(league.bottom, entry.unit).text, top: figure(league.top, entry.unit).text }
    const svg = drawLeague({ title, ends, totalAt: league.totalAt, lines }, colours)
    const size = { width: leagueWidth, height: leagueHeight(lines.length) }
    const file = extension === 'svg' ? svgFile(svg) : await pngFile(svg, size, colours.surface)
    if (file) download(file, title, extension)
  }
  return (
    <div className={css.files}>
      {(['png', 'svg'] as const).map((extension) => (
        <TextButton key={extension} isQuiet onClick={() => void save(extension)}>
          {t('trend.save', { form: extension.toUpperCase() })}
        </TextButton>
      ))}
    </div>
  )
}
