// Which country's holidays hold, and whether they are worked.
import { Select, Switch } from '@mantine/core'
import type { Calendar } from '../api/contract.ts'
import { localeOf } from '../kit/format-figure.ts'
import { useFormat } from '../kit/use-format.ts'
import { SettingRow } from './setting-row.tsx'
import css from './settings.module.css'

// Countries first where Rumb's languages are spoken, then the rest that has a calendar of holidays.
const countries = [
  ...['UA', 'PL', 'KZ', 'MD', 'GE', 'AM', 'AZ', 'UZ', 'KG', 'TJ', 'BY', 'RU', 'LT', 'LV', 'EE', 'CZ', 'SK', 'RO', 'BG', 'HU'],
  ...['DE', 'AT', 'CH', 'FR', 'ES', 'PT', 'IT', 'NL', 'BE', 'LU', 'GB', 'IE', 'DK', 'SE', 'NO', 'FI', 'HR', 'SI', 'RS', 'GR'],
  ...['TR', 'CY', 'IL', 'AE', 'US', 'CA', 'AU', 'NZ', 'JP', 'KR', 'CN', 'IN', 'BR', 'MX', 'AR', 'CL', 'ZA'],
] as const
const none = ''

type Props = { calendar: Calendar; onChange: (part: Partial<Calendar>) => void }

export function CalendarHolidays({ calendar, onChange }: Props) {
  const { t, language } = useFormat()
  const names = new Intl.DisplayNames(localeOf(language), { type: 'region' })
  const { country, ignore_holidays } = calendar
  const label = (code: string) => `${names.of(code.slice(0, 2)) ?? code}${code.length > 2 ? ` (${code})` : ''}`
  const codes = country && !(countries as readonly string[]).includes(country) ? [country, ...countries] : countries
  return (
    <div className={`card ${css.card}`}>
      <SettingRow title={t('calendar.country')} hint={t('calendar.country_text')}>
        {(labelling) => (
          <Select
            {...labelling}
            data={[{ value: none, label: t('calendar.no_country') }, ...codes.map((value) => ({ value, label: label(value) }))]}
            value={country ?? none}
            onChange={(value) => onChange({ country: value || null })}
            searchable
            allowDeselect={false}
            nothingFoundMessage={t('bar.nothing')}
          />
        )}
      </SettingRow>
      <SettingRow title={t('calendar.ignore')} hint={t('calendar.ignore_text')}>
        {(labelling) => (
          <Switch
            {...labelling}
            checked={ignore_holidays}
            disabled={country === null}
            onChange={(event) => onChange({ ignore_holidays: event.currentTarget.checked })}
          />
        )}
      </SettingRow>
    </div>
  )
}
