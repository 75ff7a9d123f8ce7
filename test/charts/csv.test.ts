import { describe, expect, it } from 'vitest'
import { printCsv } from '../../web/kit/csv.ts'
import { sortableHeads, sortRows } from '../../web/kit/sort-rows.ts'

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

describe('the rows of a table', () => {
  const file = {
    name: 'x',
    heads: ['Имя', 'Значение'],
    rows: [
      ['б', 2],
      ['а', null],
      ['в', 10],
    ] as (string | number | null)[][],
  }

  it('stand in the order of a column, what is not known last both ways', () => {
    expect(sortRows(3, file, { head: 'Значение', isDown: true })).toEqual([2, 0, 1])
    expect(sortRows(3, file, { head: 'Значение', isDown: false })).toEqual([0, 2, 1])
    expect(sortRows(3, file, { head: 'Имя', isDown: false })).toEqual([1, 0, 2])
    expect(sortRows(3, file, null)).toEqual([0, 1, 2])
  })

  it('can be ordered by what their file holds of the same rows', () => {
    expect([...sortableHeads(['Имя', 'Доля', 'Значение'], 3, file)]).toEqual(['Имя', 'Значение'])
    expect(sortableHeads(['Имя'], 12, file).size).toBe(0)
  })
})
