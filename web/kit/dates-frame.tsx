// What calendars of the page share: the reader's language and a week that begins on Monday. Heavy: only in chunks loaded on demand.
import { DatesProvider } from '@mantine/dates'
import '@mantine/dates/styles.css'
import 'dayjs/locale/ru'
import 'dayjs/locale/uk'
import 'dayjs/locale/en-gb'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export function DatesFrame({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en-gb' : i18n.language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
  )
}

/** What the buttons of a calendar are called. */
export function useCalendarLabels() {
  const { t } = useTranslation()
  return {
    nextMonth: t('period.next_month'),
    previousMonth: t('period.previous_month'),
    nextYear: t('period.next_year'),
    previousYear: t('period.previous_year'),
    nextDecade: t('period.next_decade'),
    previousDecade: t('period.previous_decade'),
    monthLevelControl: t('period.choose_month'),
    yearLevelControl: t('period.choose_year'),
  }
}
