// Rows as an aligned table for a terminal: numbers to the right, text to the left, wide scripts measured.

export type TableColumn = { title: string; isNumber?: boolean }

const gap = '  '
const widthMax = 60

export function printTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(shorten))
  const widths = columns.map(({ title }, at) => Math.max(widthOf(title), ...shown.map((row) => widthOf(row[at] ?? ''))))
  const line = (cells: readonly string[]) =>
    columns
      .map(({ isNumber }, at) => pad(cells[at] ?? '', widths[at] ?? 0, isNumber === true))
      .join(gap)
      .trimEnd()
  return [line(columns.map(({ title }) => title)), line(widths.map((width) => '─'.repeat(width))), ...shown.map(line)].join('\n')
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isRight ? space + text : text + space
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : [...graphemes.segment(text)].length
}

/** One line, not too long; control characters of foreign data never reach the terminal. */
function shorten(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
  return plain.length > widthMax ? `${plain.slice(0, widthMax - 1)}…` : plain
}
