// The workbook of a table, read back by a spreadsheet library: figures stay figures, texts stay texts.
import { read, utils } from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { printXlsx } from '../../web/kit/xlsx.ts'

describe('a table as XLSX', () => {
  const heads = ['Сотрудник', 'Значение', 'Случаев']
  const rows = [
    ['Ірина <Шевчук> & "Ко"', 0.4375, 114],
    ['=HYPERLINK("http://evil.example")', null, 0],
  ]
  const book = read(printXlsx({ name: 'Закрываемость: 2026-08-25 / 2026-11-23, очень длинное имя', heads, rows }), { type: 'array' })
  const sheet = book.Sheets[book.SheetNames[0] ?? '']

  it('holds every row as it is', () => {
    expect(utils.sheet_to_json(sheet ?? {}, { header: 1, defval: null })).toEqual([heads, ...rows])
  })

  it('runs nothing of a CRM as a formula', () => {
    expect(sheet?.A3).toMatchObject({ t: 's', v: '=HYPERLINK("http://evil.example")' })
    expect(sheet?.A3.f).toBeUndefined()
  })

  it('names its sheet as spreadsheets allow', () => {
    expect(book.SheetNames[0]).toMatch(/^[^[\]:*?/\\]{1,31}$/)
  })
})
