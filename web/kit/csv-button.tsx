// Takes a table along as a file; the rows are made only when asked for.
import { type CsvTable, printCsv } from './csv.ts'
import { download } from './download.ts'
import { TextButton } from './text-button.tsx'
import { useFormat } from './use-format.ts'

export function CsvButton({ table }: { table: () => CsvTable | Promise<CsvTable> }) {
  const { t, language } = useFormat()
  const save = async () => {
    const made = await table()
    download(new Blob([printCsv(made, language)], { type: 'text/csv;charset=utf-8' }), made.name, 'csv')
  }
  return (
    <TextButton isQuiet onClick={() => void save()}>
      {t('table.csv')}
    </TextButton>
  )
}
