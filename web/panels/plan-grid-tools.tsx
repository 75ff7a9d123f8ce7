// What the plan grid grows by: a person, a team or the company as a row, a KPI as a column, the targets of the month before.
import { Select } from '@mantine/core'
import { useCatalogue } from '../api/use-kpis.ts'
import { useDirectory } from '../api/use-members-access.ts'
import { type Holder, holderKey, type PlanGrid } from '../charts/prepare/plan-grid.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './plan-grid-part.module.css'

type Props = { grid: PlanGrid; onHolder: (holder: Holder) => void; onMetric: (metric: string) => void }

export function PlanGridTools({ grid, onHolder, onMetric }: Props) {
  const { t, language } = useFormat()
  const { data: catalogue = [] } = useCatalogue()
  const { data: directory } = useDirectory()
  const company: Holder = { kind: 'company', holder: null }
  const groups = [
    { group: '', holders: [company] },
    { group: t('plans.teams'), holders: (directory?.teams ?? []).map((holder): Holder => ({ kind: 'team', holder })) },
    { group: t('plans.people'), holders: (directory?.people ?? []).map((holder): Holder => ({ kind: 'person', holder })) },
  ]
  const known = new Set(grid.rows.map(({ id }) => id))
  const free = groups.map(({ group, holders }) => ({ group, holders: holders.filter((holder) => !known.has(holderKey(holder))) }))
  const metrics = catalogue.filter(({ id, kind, unmet }) => kind !== 'made' && unmet.length === 0 && !grid.metrics.includes(id))
  return (
    <>
      <Select
        className={css.add ?? ''}
        size="sm"
        aria-label={t('plans.add_row')}
        placeholder={t('plans.add_row')}
        data={free
          .filter(({ holders }) => holders.length > 0)
          .map(({ group, holders }) => ({
            group,
            items: holders.map((holder) => ({
              value: holderKey(holder),
              label: holder.holder?.name ?? holder.holder?.id ?? t('plans.company'),
            })),
          }))}
        value={null}
        onChange={(value) => {
          const chosen = free.flatMap(({ holders }) => holders).find((holder) => holderKey(holder) === value)
          if (chosen) onHolder(chosen)
        }}
        searchable
        limit={60}
        nothingFoundMessage={t('bar.nothing')}
      />
      <Select
        className={css.add ?? ''}
        size="sm"
        aria-label={t('plans.add_metric')}
        placeholder={t('plans.add_metric')}
        data={metrics.map(({ id, name }) => ({ value: id, label: name[language] }))}
        value={null}
        onChange={(value) => value && onMetric(value)}
        searchable
        limit={60}
        nothingFoundMessage={t('bar.nothing')}
      />
    </>
  )
}
