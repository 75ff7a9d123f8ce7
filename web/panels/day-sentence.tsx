// How the month stands this morning, in one sentence: the working day, the plan, who waits for us, what money is due this week.
import type { TodayAnswer } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { Sentence } from '../kit/sentence.tsx'
import { SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'

export function DaySentence({ answer }: { answer: TodayAnswer }) {
  const { t, count, figure, share, language } = useFormat(answer.currency)
  const { data: catalogue } = useCatalogue()
  if (!catalogue) return <SentenceLoading />
  const { plan, workday, counts, expected } = answer
  const entry = catalogue.find(({ id }) => id === plan?.metric)
  const amount = (value: number) => figure(value, entry?.unit ?? 'count').text
  const queues = [
    ['leads', counts.waiting_leads],
    ['calls', counts.unreturned_calls],
    ['chats', counts.chats_waiting],
  ] as const
  const waiting = queues.flatMap(([kind, number]) => (number > 0 ? [t(`today.wait_${kind}`, { count: number, text: count(number) })] : []))
  return (
    <Sentence>
      {t('today.workday', { n: workday.n, of: workday.of })}{' '}
      {plan && plan.target !== null && plan.actual !== null && plan.target > 0
        ? t(plan.gap !== null && plan.gap > 0 ? 'today.plan' : 'today.plan_done', {
            ...{ name: entry?.name[language] ?? plan.metric, done: share(plan.actual / plan.target), gap: amount(plan.gap ?? 0) },
            per_day: amount(plan.per_workday ?? 0),
          })
        : t('today.no_plan')}{' '}
      {plan?.probability != null && t('today.chance', { chance: share(plan.probability) })}{' '}
      {waiting.length > 0 && t('today.waiting', { list: waiting.join(', ') })}{' '}
      {expected.payments > 0 &&
        t('today.invoices', { count: expected.payments, text: count(expected.payments), money: figure(expected.money, 'money').text })}
    </Sentence>
  )
}
