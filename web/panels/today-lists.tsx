// Five lists to work off today, each record one click from its system; a deal can be marked as promised.
import { SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import type { TodayAnswer } from '../api/contract.ts'
import { Part } from '../kit/part.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PromiseButton } from './promise-button.tsx'
import { RecordsTable } from './records-table.tsx'
import css from './today-lists.module.css'

const names = ['waiting_leads', 'unreturned_calls', 'chats_waiting', 'expected_payments', 'at_risk'] as const
type Name = (typeof names)[number]
const shown = 10
const waiting: readonly Name[] = ['waiting_leads', 'unreturned_calls', 'chats_waiting']

export function TodayLists({ answer }: { answer: TodayAnswer }) {
  const { t, count } = useFormat(answer.currency)
  const [chosen, setChosen] = useState<Name>(names.find((name) => answer.lists[name].length > 0) ?? 'waiting_leads')
  const [isWhole, setWhole] = useState(false)
  const list = answer.lists[chosen]
  const hasDeals = chosen === 'at_risk' && list.some(({ kind }) => kind === 'deals')
  const choices = names.map((name) => ({ value: name, label: `${t(`today.list_${name}`)} ${count(answer.counts[name])}` }))
  const choose = (value: string | null) => {
    setWhole(false)
    setChosen(names.find((name) => name === value) ?? 'waiting_leads')
  }
  return (
    <Part title={t('today.lists')}>
      <SegmentedControl className={css.wide ?? ''} aria-label={t('today.lists')} value={chosen} onChange={choose} data={choices} />
      <Select
        className={css.narrow ?? ''}
        aria-label={t('today.lists')}
        value={chosen}
        onChange={choose}
        data={choices}
        allowDeselect={false}
      />
      {list.length === 0 && <p className="soft">{t(`today.none_${chosen}`)}</p>}
      {list.length > 0 && (
        <div className={`card ${css.card}`}>
          <RecordsTable
            records={isWhole ? list : list.slice(0, shown)}
            currency={answer.currency}
            timezone={answer.timezone}
            hasHours
            {...(waiting.includes(chosen) ? { waitsUntil: answer.as_of } : {})}
            {...(hasDeals
              ? {
                  action: {
                    head: t('today.promise_head'),
                    of: ({ kind, id, name }) => kind === 'deals' && <PromiseButton deal={id} name={name ?? id} day={answer.day} />,
                  },
                }
              : {})}
          />
          {list.length > shown && (
            <TextButton isExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? t('family.less') : t('table.all')}
            </TextButton>
          )}
        </div>
      )}
    </Part>
  )
}
