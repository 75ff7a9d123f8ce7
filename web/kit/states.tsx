// What stands where figures cannot: loading in the shape of the content, nothing yet, and what failed.
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnected } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Bone } from './bone.tsx'
import css from './states.module.css'

/** Told by its code, in the reader's language; what the server wrote stands behind it for who must look closer. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const { code = 'offline', message } = (error ?? {}) as { code?: string; message?: string }
  return (
    <section className={css.state} role="alert" title={message}>
      <IconAlertTriangle size={28} stroke={1.5} aria-hidden className={css.warn} />
      <h2>{t([`problem.${code}.title`, 'problem.unknown.title'])}</h2>
      <p className="soft">{t([`problem.${code}.text`, 'problem.unknown.text'])}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('state.retry')}
        </Button>
      )}
    </section>
  )
}

export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <section className={css.state}>
      <IconPlugConnected size={28} stroke={1.5} aria-hidden className={css.calm} />
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {children}
    </section>
  )
}

export function TilesLoading({ count, label }: { count: number; label: string }) {
  return (
    <div className={css.tiles} role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => `tile-${index}`).map((key) => (
        <Bone key={key} height={166} />
      ))}
    </div>
  )
}

export function LinesLoading({ count, label, height = 40 }: { count: number; label: string; height?: number }) {
  return (
    <div className={css.lines} role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => `line-${index}`).map((key) => (
        <Bone key={key} height={height} />
      ))}
    </div>
  )
}

/** Two lines in the place of the sentence a page opens with. */
export function SentenceLoading() {
  return (
    <div className={css.sentence}>
      <Bone height={22} width="min(100%, 640px)" />
      <Bone height={22} width="min(70%, 420px)" />
    </div>
  )
}
