// One event in the words of the reader.
import type { TFunction } from 'i18next'
import { saySyncError } from './sync-error.ts'

type Said = { kind: string; source: string; rows: number | null; quarantined: number; error: string | null }

export function sayNotice({ kind, source, rows, quarantined, error }: Said, t: TFunction, count: (value: number) => string): string {
  const taken = rows === null ? '' : ` ${t('notice.rows', { count: rows, text: count(rows) })}`
  const left = quarantined > 0 ? ` ${t('notice.quarantined', { count: quarantined, text: count(quarantined) })}` : ''
  if (kind === 'findings') return t('notice.findings', { count: rows ?? 0 })
  if (kind === 'source_failing') return `${t('notice.source_failing', { source })} ${error === null ? '' : saySyncError(error, t)}`
  return `${t(`notice.${kind}`, { source })}${taken}${left}`
}
