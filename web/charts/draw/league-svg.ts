// A league as a drawing of its own, for a letter or a slide: names, dots with limits on one scale, figures and places.
import { fitText } from '../prepare/fit-text.ts'
import type { LeagueRow } from '../prepare/league.ts'

export type LeagueLine = { name: string; figure: string; place: string; row: Pick<LeagueRow, 'strip' | 'isSmall'> }
export type LeagueColours = { ink: string; quiet: string; mark: string; whisker: string; line: string; surface: string }
type League = { title: string; ends: { bottom: string; top: string }; totalAt: number | null; lines: readonly LeagueLine[] }

export const leagueWidth = 900
const rowHeight = 32
const headHeight = 64
const strip = { from: 240, to: 660 }
const figureAt = 770
const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const leagueHeight = (rows: number) => headHeight + rows * rowHeight + 12

export function drawLeague({ title, ends, totalAt, lines }: League, colours: LeagueColours): string {
  const x = (at: number) => strip.from + at * (strip.to - strip.from)
  const height = leagueHeight(lines.length)
  const words = (at: number, y: number, text: string, more = '') => `<text x="${at}" y="${y}" ${more}>${safe(text)}</text>`
  const quiet = `fill="${colours.quiet}" font-size="12"`
  const rows = lines.map(({ name, figure, place, row }, index) => {
    const y = headHeight + index * rowHeight + rowHeight / 2
    const found = row.strip
    const limits =
      found && found.low !== null && found.high !== null && found.high > found.low
        ? `<line x1="${x(found.low)}" x2="${x(found.high)}" y1="${y}" y2="${y}" stroke="${colours.whisker}" stroke-width="6" stroke-linecap="round"/>`
        : ''
    const dot = found
      ? `<circle cx="${x(found.value)}" cy="${y}" r="5" fill="${row.isSmall ? colours.surface : colours.mark}" stroke="${colours.mark}" stroke-width="2"/>`
      : ''
    return [
      words(16, y + 4, fitText(name, strip.from - 32, 7.2)),
      `<line x1="${x(0)}" x2="${x(1)}" y1="${y}" y2="${y}" stroke="${colours.line}"/>`,
      ...[limits, dot, words(figureAt, y + 4, figure, 'text-anchor="end" font-weight="600"')],
      words(leagueWidth - 16, y + 4, place, `text-anchor="end" ${quiet}`),
    ].join('')
  })
  const total =
    totalAt === null
      ? ''
      : `<line x1="${x(totalAt)}" x2="${x(totalAt)}" y1="${headHeight - 4}" y2="${height - 8}" stroke="${colours.quiet}" stroke-dasharray="2 4"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${leagueWidth}" height="${height}" font-family="Inter Variable, Inter, sans-serif" font-size="14" fill="${colours.ink}">`,
    `<rect width="100%" height="100%" fill="${colours.surface}"/>`,
    ...[words(16, 28, title, 'font-size="16" font-weight="600"'), words(x(0), 54, ends.bottom, quiet)],
    ...[words(x(1), 54, ends.top, `text-anchor="end" ${quiet}`), total, ...rows, '</svg>'],
  ].join('')
}
