// What was loaded, and the way to its figures: over the days the file speaks of, which need not be the last ones.
import { Button } from '@mantine/core'
import type { ImportAnswer } from '../api/contract.ts'
import { readWorkspace, writeWorkspace } from '../api/http.ts'
import { Sentence } from '../kit/sentence.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './imports.module.css'

type Props = { answer: ImportAnswer; kind: string | null; into: string; days: { from: string; to: string } | null; onAgain: () => void }

export function DoneStep({ answer, kind, into, days, onAgain }: Props) {
  const { t, count } = useFormat()
  const { facts, files } = answer
  const rows = files.filter((file) => kind === null || file.kind === kind).reduce((sum, file) => sum + file.accepted + file.unchanged, 0)
  const told = (['leads', 'deals', 'customers'] as const).filter((key) => (facts?.[key] ?? 0) > 0)
  const what = told.map((key) => t(`load.facts_${key}`, { text: count(facts?.[key] ?? 0) })).join(', ') || count(rows)
  // Another company than the open one: the page begins anew there.
  const go = (path: string) => {
    if (into !== readWorkspace()) writeWorkspace(into)
    location.assign(path)
  }
  return (
    <section className={css.stack} data-imported={rows}>
      <Sentence>{t('load.done', { what })}</Sentence>
      <div className={css.actions}>
        <Button onClick={() => go(days === null ? '/' : `/?period=${days.from}..${days.to}`)}>{t('load.open_compass')}</Button>
        <Button variant="default" onClick={() => go('/start')}>
          {t('load.next')}
        </Button>
        <Button variant="subtle" onClick={onAgain}>
          {t('load.other')}
        </Button>
      </div>
    </section>
  )
}
