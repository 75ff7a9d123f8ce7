// The way to the saved views in the bar; what it opens comes when it is opened.
import { IconBookmark } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../api/session.ts'
import { startEditorWords } from '../i18n.ts'
import { BarButton } from '../kit/bar-button.tsx'

const SavedViews = lazy(async () => {
  const [{ SavedViews: body }] = await Promise.all([import('./saved-views.tsx'), startEditorWords()])
  return { default: body }
})

export function SavedViewsButton() {
  const { t } = useTranslation()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('views')) return null
  return (
    <>
      <BarButton isSmall icon={<IconBookmark size={18} stroke={1.6} aria-hidden />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('bar.views')}
      </BarButton>
      <Suspense>{isOpen && <SavedViews onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
