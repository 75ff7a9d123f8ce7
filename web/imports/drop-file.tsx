// Where a file is dropped or chosen.
import { Button, FileButton } from '@mantine/core'
import { IconTableImport } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useFormat } from '../kit/use-format.ts'
import css from './imports.module.css'

const endings = '.xlsx,.xlsm,.csv,.tsv,.txt,.json,.ndjson,.jsonl,.parquet,.gz,.zip'

export function DropFile({ onFile, isBusy }: { onFile: (file: File) => void; isBusy: boolean }) {
  const { t } = useFormat()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file && !isBusy) onFile(file)
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <section
      className={css.drop}
      data-over={isOver}
      aria-label={t('load.drop')}
      onDrop={drop}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
    >
      <IconTableImport size={32} stroke={1.4} aria-hidden />
      <span className={css.dropTitle}>{t(isBusy ? 'load.reading' : 'load.drop')}</span>
      <span className="soft">{t('load.forms')}</span>
      <FileButton accept={endings} inputProps={{ 'aria-label': t('load.choose') }} onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} loading={isBusy} mt={8}>
            {t('load.choose')}
          </Button>
        )}
      </FileButton>
    </section>
  )
}
