// Two days on a calendar → a period. Alone in its chunk: dates and their words are heavy.
import { DatePicker, DatesProvider } from '@mantine/dates'
import '@mantine/dates/styles.css'
import 'dayjs/locale/ru'
import 'dayjs/locale/uk'
import 'dayjs/locale/en-gb'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, type Range } from './period.ts'

type Props = { range: Range | null; today: string; onChange: (range: Range) => void }

export function RangePicker({ range, today, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const [days, setDays] = useState<[string | null, string | null]>(range ? [range.from, addDays(range.to, -1)] : [null, null])
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en-gb' : i18n.language, firstDayOfWeek: 1 }}>
      <DatePicker
        type="range"
        allowSingleDateInRange
        value={days}
        defaultDate={range?.from ?? today}
        ariaLabels={{
          nextMonth: t('period.next_month'),
          previousMonth: t('period.previous_month'),
          nextYear: t('period.next_year'),
          previousYear: t('period.previous_year'),
          nextDecade: t('period.next_decade'),
          previousDecade: t('period.previous_decade'),
          monthLevelControl: t('period.choose_month'),
          yearLevelControl: t('period.choose_year'),
        }}
        onChange={(chosen) => {
          setDays(chosen)
          const [first, last] = chosen
          if (first && last) onChange({ from: first, to: addDays(last, 1) })
        }}
      />
    </DatesProvider>
  )
}
