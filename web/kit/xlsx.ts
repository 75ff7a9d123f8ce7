// A table as an XLSX workbook: one sheet, numbers as numbers, every text as a text, so that nothing of a CRM runs as a formula.
import { strToU8, zipSync } from 'fflate'
import type { CsvTable, CsvValue } from './csv.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const links = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const sheetNameMax = 31
const letters = 26

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is left out
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function escapeXml(text: string): string {
  return text.replace(unprintable, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** 0 → A, 26 → AA. */
function column(index: number): string {
  return (index >= letters ? column(Math.floor(index / letters) - 1) : '') + String.fromCharCode(65 + (index % letters))
}

function cell(value: CsvValue, place: string, style: number): string {
  if (value === null) return ''
  if (typeof value === 'number') return `<c r="${place}" s="${style}"><v>${value}</v></c>`
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`
}

function sheet({ heads, rows }: CsvTable): string {
  const line = (values: CsvValue[], index: number) =>
    `<row r="${index + 1}">${values.map((value, at) => cell(value, `${column(at)}${index + 1}`, index === 0 ? 1 : 0)).join('')}</row>`
  const frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
  const widths = `<cols><col min="1" max="1" width="32" customWidth="1"/><col min="2" max="${heads.length + 1}" width="16" customWidth="1"/></cols>`
  return `${head}<worksheet xmlns="${main}">${frozen}${widths}<sheetData>${[heads, ...rows].map(line).join('')}</sheetData></worksheet>`
}

const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

export function printXlsx(table: CsvTable): Uint8Array<ArrayBuffer> {
  const name = escapeXml(
    table.name
      .replace(/[[\]:*?/\\]/g, ' ')
      .slice(0, sheetNameMax)
      .trim() || 'Rumb',
  )
  const files = {
    '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${links}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${links}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${links}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${links}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet(table),
    'xl/styles.xml': styles,
  }
  return new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))))
}
