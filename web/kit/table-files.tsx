// Takes a table along as a file; the rows are made only when asked for.

import { type CsvTable, printCsv } from './csv.ts'
import { download } from './download.ts'
import css from './table-files.module.css'
import { TextButton } from './text-button.tsx'
import { useFormat } from './use-format.ts'

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function TableFiles({ table }: { table: () => CsvTable | Promise<CsvTable> }) {
  const { t, language } = useFormat()
  const csv = async () => {
    const made = await table()
    download(new Blob([printCsv(made, language)], { type: 'text/csv;charset=utf-8' }), made.name, 'csv')
  }
  const xlsx = async () => {
    const [made, { printXlsx }] = await Promise.all([table(), import('./xlsx.ts')])
    download(new Blob([printXlsx(made)], { type: xlsxType }), made.name, 'xlsx')
  }
  return (
    <div className={css.files}>
      <TextButton isQuiet onClick={() => void csv()}>
        {t('trend.save', { form: 'CSV' })}
      </TextButton>
      <TextButton isQuiet onClick={() => void xlsx()}>
        {t('trend.save', { form: 'XLSX' })}
      </TextButton>
    </div>
  )
}
