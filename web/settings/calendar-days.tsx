// Single days that differ from the week: those of this year and the next, the rest on demand.
import { Button } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { DatesFrame, useCalendarLabels } from '../kit/dates-frame.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './calendar.module.css'

const daysMax = 2000

export function CalendarDays({ days, onChange }: { days: readonly string[]; onChange: (days: string[]) => void }) {
  const { t, day: print } = useFormat()
  const labels = useCalendarLabels()
  const [typed, setTyped] = useState<string | null>(null)
  const [isWhole, setWhole] = useState(false)
  const year = String(new Date().getFullYear())
  const next = String(Number(year) + 1)
  const sorted = [...days].sort()
  const near = sorted.filter((day) => day.startsWith(year) || day.startsWith(next))
  const shown = isWhole ? sorted : near
  const add = () => {
    if (typed) onChange([...new Set([...days, typed])].sort().slice(0, daysMax))
    setTyped(null)
  }
  return (
    <div className={`card ${css.days}`}>
      {shown.length === 0 ? (
        <p className="quiet">{t('calendar.no_days')}</p>
      ) : (
        <ul className={css.pills}>
          {shown.map((day) => (
            <li key={day} className={css.pill}>
              {print(day)}
              <button
                type="button"
                className={css.drop}
                aria-label={t('calendar.drop_day', { day: print(day) })}
                onClick={() => onChange(days.filter((known) => known !== day))}
              >
                <IconX size={14} stroke={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.addDay}>
        <DatesFrame>
          <DatePickerInput
            w={220}
            placeholder={t('calendar.choose_day')}
            valueFormat="D MMM YYYY"
            ariaLabels={labels}
            value={typed}
            onChange={setTyped}
            clearable
          />
        </DatesFrame>
        <Button variant="default" onClick={add} disabled={typed === null}>
          {t('settings.add')}
        </Button>
        {sorted.length > near.length && (
          <TextButton isExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('family.less') : t('calendar.other_years', { count: sorted.length - near.length })}
          </TextButton>
        )}
      </div>
    </div>
  )
}
