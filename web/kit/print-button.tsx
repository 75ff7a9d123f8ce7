// Puts the page on paper or into a PDF.
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { printPage } from './print-page.ts'

export function PrintButton({ className = '', size = 'sm' }: { className?: string; size?: 'xs' | 'sm' }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    await printPage(client)
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      size={size}
      className={className}
      leftSection={<IconPrinter size={16} stroke={1.8} aria-hidden />}
      loading={isBusy}
      onClick={() => void start()}
    >
      {t('person.print')}
    </Button>
  )
}
