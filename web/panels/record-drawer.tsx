// One lead or deal opened: how it went in a sentence, a picture and a table, and the way into its system.
import { Drawer } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Timeline, TimelineEvent } from '../api/contract.ts'
import { useTimeline } from '../api/use-timeline.ts'
import { CoursePicture } from '../charts/draw/course-picture.tsx'
import { prepareCourse } from '../charts/prepare/course.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { PlainTable } from '../kit/plain-table.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { useFocusBack } from '../kit/use-focus-back.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './record-drawer.module.css'

const dayMs = 86_400_000

function useEventText({ currency, timezone }: Timeline): (event: TimelineEvent) => string {
  const { t, figure, day, count } = useFormat(currency)
  return ({ kind, stage, days, touch, task, amount, reason }) => {
    if (kind === 'stage') return t('timeline.stage', { stage: stage?.name ?? '–', count: days ?? 0, text: count(days ?? 0) })
    if (touch) {
      const word = t(`timeline.${touch.kind}_${touch.direction}`, { defaultValue: touch.kind })
      const outcome = touch.outcome ? t(`timeline.outcome_${touch.outcome}`, { defaultValue: '' }) : ''
      return [word, outcome, touch.duration_s ? figure(touch.duration_s, 'seconds').text : ''].filter(Boolean).join(', ')
    }
    if (task) {
      const done = task.done_at
        ? t('timeline.done', { day: day(task.done_at, timezone) })
        : t('timeline.open', { day: task.due_at ? day(task.due_at, timezone) : '–' })
      return `${task.subject ?? t('record_one.task')}: ${done}`
    }
    const money = amount === null ? '' : figure(amount, 'money').text
    return [t(`timeline.${kind}`), money, reason].filter(Boolean).join(', ')
  }
}

function Course({ timeline }: { timeline: Timeline }) {
  const { t, moment, count, day, figure } = useFormat(timeline.currency)
  const textOf = useEventText(timeline)
  const { events, record, timezone } = timeline
  const touches = events.filter(({ kind }) => kind === 'touch')
  const end = events.find(({ kind }) => kind === 'won' || kind === 'lost')
  const first = Date.parse(events[0]?.at ?? timeline.as_of)
  const age = Math.floor((Date.parse(end?.at ?? timeline.as_of) - first) / dayMs)
  const last = touches.at(-1)
  const said = [
    t('timeline.age', { count: age, text: count(age) }),
    t('timeline.touches', { count: touches.length, text: count(touches.length) }),
    last ? t('timeline.last', { day: day(last.at, timezone) }) : t('timeline.untouched'),
    end ? t(`timeline.ended_${end.kind}`, { reason: end.reason ?? t('person.no_reason') }) : t('timeline.still_open'),
  ].join(' ')
  const title = t('timeline.title')
  const shown = events.toReversed()
  return (
    <div className={css.body}>
      <p className={css.said}>
        {record.amount !== null && <b>{figure(record.amount, 'money').text}. </b>}
        {said}
      </p>
      {record.url === null && <p className="small quiet">{t('timeline.no_source')}</p>}
      {record.url && (
        <a href={record.url} target="_blank" rel="noreferrer" className="inline-link">
          {t('timeline.source')}
        </a>
      )}
      <CoursePicture name={`${title} ${record.name ?? record.id}`} text={said} course={prepareCourse(timeline)} />
      <p className="small quiet">{t('timeline.legend')}</p>
      <PlainTable
        caption={title}
        heads={[t('records.at'), t('timeline.what'), t('dimension.person')]}
        words={[1, 2]}
        rows={shown.map((event, index) => ({
          id: `${event.at} ${event.kind} ${index}`,
          cells: [moment(event.at, timezone), textOf(event), event.person.id === null ? '–' : nameMember(event.person, 'person', t)],
        }))}
        csv={() => ({
          name: `${title} ${record.name ?? record.id}`,
          heads: [t('records.at'), t('timeline.what'), t('dimension.person')],
          rows: events.map((event) => [event.at, textOf(event), event.person.name]),
        })}
      />
    </div>
  )
}

export function RecordDrawer({ record }: { record: string }) {
  const { t } = useFormat()
  const navigate = useNavigate()
  useFocusBack()
  const [kind = '', ...rest] = record.split('/')
  const answer = useTimeline(kind, rest.join('/'))
  const close = () => void navigate({ to: '.', search: (old: SearchState) => ({ ...old, record: undefined }), resetScroll: false })
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={680}
      title={answer.data?.record.name ?? rest.join('/')}
      closeButtonProps={{ 'aria-label': t('drawer.close') }}
      transitionProps={{ duration: 160 }}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      <Answered answer={answer} lines={10}>
        {(timeline) => <Course timeline={timeline} />}
      </Answered>
    </Drawer>
  )
}
