// Hours of a week: a switch for each day, its stretches of work, and a pause where there is one.
import { ActionIcon, Switch } from '@mantine/core'
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react'
import type { Calendar, Weekday } from '../api/contract.ts'
import { localeOf } from '../kit/format-figure.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './calendar.module.css'
import { ClockInput } from './clock-input.tsx'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[]
type Hours = Calendar['hours']
type Stretch = [string, string]
const usual: Stretch = ['09:00', '18:00']
const stretchesMax = 4

/** An hour from 13:00 is taken out of the last stretch, where it holds one. */
function withPause(stretches: readonly Stretch[]): Stretch[] {
  const last = stretches.at(-1) ?? usual
  const middle = last[0] < '13:00' && last[1] > '14:00' ? (['13:00', '14:00'] as const) : null
  if (!middle) return [...stretches]
  return [...stretches.slice(0, -1), [last[0], middle[0]], [middle[1], last[1]]]
}

function StretchInput({ name, stretch, onChange }: { name: string; stretch: Stretch; onChange: (stretch: Stretch) => void }) {
  const { t } = useFormat()
  const [start, end] = stretch
  return (
    <span className={css.stretch}>
      <ClockInput
        label={t('calendar.from', { day: name })}
        value={start}
        isWrong={start >= end}
        onChange={(time) => onChange([time, end])}
      />
      –
      <ClockInput
        label={t('calendar.until', { day: name })}
        value={end}
        isWrong={start >= end}
        onChange={(time) => onChange([start, time])}
      />
    </span>
  )
}

type DayProps = { day: Weekday; name: string; stretches: readonly Stretch[]; onChange: (stretches: Stretch[]) => void; onCopy: () => void }

function DayHours({ day, name, stretches, onChange, onCopy }: DayProps) {
  const { t } = useFormat()
  const isWorked = stretches.length > 0
  const swap = (index: number, stretch: Stretch) => onChange(stretches.map((known, i) => (i === index ? stretch : known)))
  return (
    <li className={css.day} data-day={day}>
      <Switch label={name} checked={isWorked} onChange={() => onChange(isWorked ? [] : [usual])} className={css.dayName ?? ''} />
      <span className={css.stretches}>
        {!isWorked && <span className="quiet">{t('calendar.closed')}</span>}
        {stretches.map((stretch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place in the day
          <span key={index} className={css.stretch}>
            <StretchInput name={name} stretch={stretch} onChange={(next) => swap(index, next)} />
            {stretches.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('calendar.drop_stretch', { day: name })}
                onClick={() => onChange(stretches.filter((_, i) => i !== index))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </span>
        ))}
      </span>
      {isWorked && (
        <span className={css.dayTools}>
          {stretches.length < stretchesMax && withPause(stretches).length > stretches.length && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              title={t('calendar.pause')}
              aria-label={`${t('calendar.pause')}: ${name}`}
              onClick={() => onChange(withPause(stretches))}
            >
              <IconPlus size={18} />
            </ActionIcon>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            title={t('calendar.copy')}
            aria-label={`${t('calendar.copy')}: ${name}`}
            onClick={onCopy}
          >
            <IconCopy size={18} />
          </ActionIcon>
        </span>
      )}
    </li>
  )
}

export function CalendarHours({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { language } = useFormat()
  const format = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' })
  // 5 January 2026 is a Monday.
  const nameOf = (index: number) => format.format(new Date(Date.UTC(2026, 0, 5 + index)))
  const copy = (day: Weekday) =>
    onChange(Object.fromEntries(weekdays.map((other) => [other, (hours[other]?.length ?? 0) > 0 ? hours[day] : []])) as Hours)
  return (
    <ul className={`card ${css.week}`}>
      {weekdays.map((day, index) => (
        <DayHours
          key={day}
          day={day}
          name={nameOf(index)}
          stretches={(hours[day] ?? []) as Stretch[]}
          onChange={(stretches) => onChange({ ...hours, [day]: stretches })}
          onCopy={() => copy(day)}
        />
      ))}
    </ul>
  )
}
