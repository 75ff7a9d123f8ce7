// Компания: zone, currency, beginning of the year, and who is credited with a sale.
import { Select } from '@mantine/core'
import type { Settings } from '../api/contract.ts'
import { localeOf } from '../kit/format-figure.ts'
import { useFormat } from '../kit/use-format.ts'
import { ChoiceSection } from './choice-section.tsx'
import { DraftFrame } from './save-bar.tsx'
import { SettingRow, SettingSection } from './setting-row.tsx'
import css from './settings.module.css'
import { useDraft } from './use-draft.ts'

const credits = ['closer', 'opener', 'split'] as const satisfies readonly Settings['credit'][]
const shownMax = 60

function useCurrencies(): { value: string; label: string }[] {
  const { language } = useFormat()
  const names = new Intl.DisplayNames(localeOf(language), { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} · ${names.of(value)}` }))
}

function useMonths(): { value: string; label: string }[] {
  const { language } = useFormat()
  const format = new Intl.DateTimeFormat(localeOf(language), { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => ({
    value: String(month + 1).padStart(2, '0'),
    label: format.format(new Date(Date.UTC(2026, month, 1))),
  }))
}

export function CompanyPart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  const draft = useDraft()
  const lists = { timezone: Intl.supportedValuesOf('timeZone'), currency: useCurrencies(), fiscal_year_start: useMonths() }
  // A zone may bear a name that the browser's list leaves out.
  if (!lists.timezone.includes(settings.timezone)) lists.timezone.unshift(settings.timezone)
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('settings.part.company')} text={t('settings.text.company')}>
        <div className={`card ${css.card}`}>
          {(['timezone', 'currency', 'fiscal_year_start'] as const).map((key) => (
            <SettingRow key={key} title={t(`setting.${key}.name`)} hint={t(`setting.${key}.text`)} isChanged={key in draft.patch}>
              {(labelling) => (
                <Select
                  {...labelling}
                  data={lists[key]}
                  value={draft.get(key, settings[key])}
                  onChange={(value) => value && draft.set(key, value, settings[key])}
                  searchable
                  limit={shownMax}
                  allowDeselect={false}
                  nothingFoundMessage={t('bar.nothing')}
                />
              )}
            </SettingRow>
          ))}
        </div>
      </SettingSection>
      <ChoiceSection draft={draft} setting="credit" values={credits} kept={settings.credit} />
    </DraftFrame>
  )
}
