// Планы и мотивация: how the plans of a month go, the course of one of them, and the targets as a grid.
import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { PlanProgress, PlansAnswer } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { usePlanList, usePlans } from '../api/use-plans.ts'
import { useView } from '../api/use-view.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { monthBefore, monthRange, monthsAround } from '../kit/months.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CompassPlan, useMonthPlan } from '../panels/compass-plan.tsx'
import { PlanCourse } from '../panels/plan-course.tsx'
import { PlanGridPart } from '../panels/plan-grid-part.tsx'
import speed from '../panels/speed-parts.module.css'
import css from './today.module.css'

const firstMetric = 'revenue'

function PlanTable({ answer, shown, onShow }: { answer: PlansAnswer; shown: PlanProgress | undefined; onShow: (id: string) => void }) {
  const { t, figure, share } = useFormat(answer.currency)
  const { data: catalogue } = useCatalogue()
  const holder = ({ plan }: PlanProgress) =>
    plan.person ? nameMember(plan.person, 'person', t) : plan.team ? nameMember(plan.team, 'team', t) : t('plans.company')
  const amount = ({ metric }: PlanProgress, value: number | null) =>
    value === null ? '–' : figure(value, catalogue?.find(({ id }) => id === metric)?.unit ?? 'count').text
  const part = (value: number | null) => (value === null ? '–' : share(value))
  const heads = [
    ...[t('plans.holder'), t('plans.target'), t('plans.actual'), t('plans.attainment')],
    ...[t('plans.pace'), t('plans.chance')],
  ]
  return (
    <div className={`card ${speed.card}`}>
      <PlainTable
        caption={t('plans.progress')}
        heads={heads}
        rows={answer.plans.map((found) => ({
          id: found.plan.id,
          cells: [
            <TextButton key="holder" isPressed={found.plan.id === shown?.plan.id} onClick={() => onShow(found.plan.id)}>
              {holder(found)}
            </TextButton>,
            ...[amount(found, found.target), amount(found, found.actual), part(found.attainment)],
            ...[part(found.pace), part(found.probability.value)],
          ],
        }))}
        csv={() => ({
          name: t('plans.progress'),
          heads,
          rows: answer.plans.map((found) => [
            ...[holder(found), found.target, found.actual, found.attainment],
            ...[found.pace, found.probability.value],
          ]),
        })}
      />
    </div>
  )
}

export function PlansPage() {
  const { t, bucket, language } = useFormat()
  const view = useView()
  const may = useMay()
  const navigate = useNavigate()
  const { data: catalogue } = useCatalogue()
  const months = monthsAround(view.today)
  const month = months.find((known) => known === view.search.month) ?? view.today.slice(0, 7)
  const list = usePlanList(monthRange(month), view.isReady)
  const plans = list.data?.plans ?? []
  const range = monthRange(month)
  const before = monthBefore(month)
  const earlier = usePlanList(monthRange(before), may('planPatch') && list.data?.plans.length === 0)
  const metrics = [...new Set(plans.map(({ metric }) => metric))]
  const metric = metrics.find((id) => id === view.search.show) ?? metrics.find((id) => id === firstMetric) ?? metrics[0]
  const answer = usePlans({ period: month, ...(metric ? { metric } : {}) }, metric !== undefined)
  const plan = useMonthPlan()
  const [chosen, setChosen] = useState<string | null>(null)
  const choose = (part: Partial<SearchState>) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, ...part }), resetScroll: false })
  const bar = (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      <Select
        aria-label={t('plans.month')}
        value={month}
        onChange={(value) => value && choose({ month: value })}
        data={months.map((value) => ({ value, label: bucket(value) }))}
        allowDeselect={false}
      />
      {metrics.length > 1 && metric && (
        <Select
          aria-label={t('people.kpi')}
          value={metric}
          onChange={(value) => value && choose({ show: value })}
          data={metrics.map((value) => ({ value, label: catalogue?.find(({ id }) => id === value)?.name[language] ?? value }))}
          allowDeselect={false}
        />
      )}
    </div>
  )
  return (
    <PageFrame room="plans" bar={bar}>
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LinesLoading count={6} height={44} label={t('state.loading')} />}
      {list.data && plans.length === 0 && (
        <EmptyState title={t('plans.empty')} text={t(may('planPatch') ? 'plans.empty_begin' : 'plans.empty_text')} />
      )}
      {list.data && plans.length > 0 && (
        <>
          {plan.isPending ? <SentenceLoading /> : <CompassPlan />}
          <Part title={t('plans.progress')} hint={t('plans.progress_hint')}>
            <Answered answer={answer} lines={18} height={44} empty={(data) => (data.plans.length === 0 ? t('plans.empty') : null)}>
              {(data) => {
                const shown = data.plans.find(({ plan }) => plan.id === chosen) ?? data.plans[0]
                return (
                  <>
                    <PlanTable answer={data} shown={shown} onShow={setChosen} />
                    {shown && <PlanCourse key={shown.plan.id} progress={shown} currency={data.currency} />}
                  </>
                )
              }}
            </Answered>
          </Part>
        </>
      )}
      {list.data && (plans.length > 0 || may('planPatch')) && (
        <PlanGridPart
          key={month}
          plans={plans}
          earlier={(earlier.data?.plans ?? []).filter(({ from, to }) => from === monthRange(before).from && to === range.from)}
          range={range}
          currency={answer.data?.currency ?? ''}
        />
      )}
    </PageFrame>
  )
}
