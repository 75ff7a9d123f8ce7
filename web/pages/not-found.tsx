// An address that leads nowhere.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../kit/states.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <EmptyState title={t('not_found.title')} text={t('not_found.text')}>
      <Link to="/" className="inline-link">
        {t('not_found.home')}
      </Link>
    </EmptyState>
  )
}
