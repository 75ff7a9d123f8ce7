// Загрузить таблицу: drop a file, see how it was understood, mend that, see what is refused, take it in, see the figures.
import { useEffect } from 'react'
import { useOwnCompany, useUpload } from '../api/use-uploads.ts'
import { DropFile } from '../imports/drop-file.tsx'
import css from '../imports/imports.module.css'
import { takeFile } from '../imports/pending-file.ts'
import { ReadReady, ReadTable } from '../imports/read-table.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { useFormat } from '../kit/use-format.ts'

export function ImportPage() {
  const { t } = useFormat()
  const { into } = useOwnCompany()
  const upload = useUpload(into)
  const { mutate } = upload
  useEffect(() => {
    const file = takeFile()
    if (file) mutate(file)
  }, [mutate])
  const uploaded = upload.data
  const Body = uploaded?.ready ? ReadReady : ReadTable
  return (
    <PageFrame room="data" title={t('load.title')}>
      <div className={css.stack}>
        {uploaded ? (
          <Body uploaded={uploaded} onAgain={upload.reset} />
        ) : (
          <>
            <p className="soft">{t('load.intro')}</p>
            <DropFile onFile={upload.mutate} isBusy={upload.isPending} />
            {upload.isError && (
              <div role="alert" className={css.alert}>
                <b>{t('load.failed')}</b>
                <span>{upload.error.message}</span>
              </div>
            )}
          </>
        )}
      </div>
    </PageFrame>
  )
}
