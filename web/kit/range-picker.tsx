// Two days on a calendar → a period. Alone in its chunk: dates and their words are heavy.
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { DatesFrame, useCalendarLabels } from './dates-frame.tsx'
import { addDays, type Range } from './period.ts'

type Props = { range: Range | null; today: string; onChange: (range: Range) => void }

export function RangePicker({ range, today, onChange }: Props) {
  const labels = useCalendarLabels()
  const [days, setDays] = useState<[string | null, string | null]>(range ? [range.from, addDays(range.to, -1)] : [null, null])
  return (
    <DatesFrame>
      <DatePicker
        type="range"
        allowSingleDateInRange
        value={days}
        defaultDate={range?.from ?? today}
        ariaLabels={labels}
        onChange={(chosen) => {
          setDays(chosen)
          const [first, last] = chosen
          if (first && last) onChange({ from: first, to: addDays(last, 1) })
        }}
      />
    </DatesFrame>
  )
}
