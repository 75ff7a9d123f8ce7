// What a connected system holds and what rests on it; where it may tell of changes at once.
import { CopyButton, TextInput } from '@mantine/core'
import type { ResourceOutput } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './source-card.module.css'

export function SourceDetails({ shown }: { shown: ResourceOutput<'source'> | undefined }) {
  const { t, count, language } = useFormat()
  const { data: catalogue } = useCatalogue()
  if (!shown) return <LinesLoading count={2} label={t('state.loading')} />
  const { records, kpis, hook } = shown
  const named = kpis.flatMap((id) => catalogue?.find((entry) => entry.id === id)?.name[language] ?? [])
  return (
    <div className={css.details}>
      <p>
        <b>{t('connect.holds')}</b>{' '}
        {Object.entries(records)
          .map(([kind, n]) => `${t(`record.${kind}`, { defaultValue: kind })} ${count(n)}`)
          .join(' · ') || '–'}
      </p>
      <details>
        <summary>{t('connect.feeds', { count: named.length })}</summary>
        <p className="small soft">{named.join(' · ')}</p>
      </details>
      {hook && (
        <div>
          <TextInput
            readOnly
            label={t('connect.hook')}
            description={t('connect.hook_text')}
            value={hook}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={hook}>
            {({ copied, copy }) => <TextButton onClick={copy}>{copied ? t('users.copied') : t('users.copy')}</TextButton>}
          </CopyButton>
        </div>
      )}
    </div>
  )
}
