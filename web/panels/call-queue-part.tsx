// Calls worth hearing, one of each person in turn, with why; a click opens the call.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CallQueue } from '../api/contract.ts'
import { nameStep } from '../charts/prepare/script-steps.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './today-lists.module.css'

const shown = 10

export function CallQueuePart({ queue }: { queue: CallQueue }) {
  const { t, moment, figure, count } = useFormat(queue.currency)
  const [isWhole, setWhole] = useState(false)
  const nameOf = nameStep(queue.scripts)
  const calls = isWhole ? queue.calls : queue.calls.slice(0, shown)
  const talks = queue.people.reduce((sum, one) => sum + one.talks, 0)
  const reviewed = queue.people.reduce((sum, one) => sum + one.reviewed, 0)
  const why = ({ reasons, objections }: CallQueue['calls'][number]) =>
    reasons
      .map((reason) =>
        reason === 'objection' ? t('scripts.why_objection', { list: objections.map(nameOf).join(', ') }) : t(`scripts.why_${reason}`),
      )
      .join('; ')
  const heads = [t('scripts.call'), t('dimension.person'), t('records.at'), t('scripts.length'), t('person.why')]
  return (
    <Part title={t('scripts.queue')} hint={t('scripts.queue_hint', { count: talks, talks: count(talks), reviewed: count(reviewed) })}>
      {queue.calls.length === 0 && <p className="soft">{t('scripts.no_queue')}</p>}
      {queue.calls.length > 0 && (
        <div className={`card ${css.card}`}>
          <PlainTable
            caption={t('scripts.queue')}
            heads={heads}
            words={[1, 2, 4]}
            rows={calls.map((call) => ({
              id: call.call,
              cells: [
                <Link
                  key="open"
                  to="."
                  search={(search: SearchState) => ({ ...search, call: call.call })}
                  className="inline-link"
                  data-call={call.call}
                >
                  {call.client ?? t('scripts.unknown_client')}
                </Link>,
                nameMember(call.person, 'person', t),
                moment(call.at, queue.timezone),
                call.duration_s === null ? '–' : figure(call.duration_s, 'seconds').text,
                why(call),
              ],
            }))}
            csv={() => ({
              name: t('scripts.queue'),
              heads: [t('records.id'), ...heads],
              rows: queue.calls.map((call) => [call.call, call.client, call.person.name, call.at, call.duration_s, why(call)]),
            })}
          />
          {queue.calls.length > shown && (
            <TextButton isExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? t('family.less') : t('table.all')}
            </TextButton>
          )}
        </div>
      )}
    </Part>
  )
}
