import { describe, expect, it } from 'vitest'
import { printCsv } from '../../web/kit/csv.ts'

const table = {
  name: 'x',
  heads: ['Имя', 'Значение'],
  rows: [
    ['Анна; "Юг"', 0.4375],
    ['=HYPERLINK("x")', null],
    ['-5', -5],
  ],
}

describe('a table as CSV', () => {
  it('has the separator and decimal sign of the language, unrounded', () => {
    expect(printCsv(table, 'ru')).toBe('\ufeffИмя;Значение\r\n"Анна; ""Юг""";0,4375\r\n"\'=HYPERLINK(""x"")";\r\n\'-5;-5\r\n')
    expect(printCsv(table, 'en').split('\r\n')[1]).toBe('"Анна; ""Юг""",0.4375')
  })

  it('never lets a text run as a formula', () => {
    const cells = printCsv({ ...table, rows: ['=1', '+1', '-1', '@a', '\t=1'].map((text) => [text, 1]) }, 'en')
      .split('\r\n')
      .slice(1, -1)
    for (const line of cells) expect(line).toMatch(/^"?'/)
  })
})
