// Продажа: what counts as a sale, a purchase, a talk and an active customer.
import { NumberInput } from '@mantine/core'
import type { Settings } from '../api/contract.ts'
import { useFormat } from '../kit/use-format.ts'
import { ChoiceSection } from './choice-section.tsx'
import { DraftFrame } from './save-bar.tsx'
import { SettingRow, SettingSection } from './setting-row.tsx'
import css from './settings.module.css'
import { useDraft } from './use-draft.ts'

const events = ['won', 'contract', 'prepaid', 'paid', 'first_payment', 'full_payment'] as const satisfies readonly Settings['sale_event'][]
const purchases = ['deals', 'payments'] as const satisfies readonly Settings['purchases'][]
const numbers = [
  { key: 'effective_call_s', unit: 'seconds', min: 0, max: 3600 },
  { key: 'purchase_gap_days', unit: 'days', min: 0, max: 365 },
  { key: 'activity_window_days', unit: 'days', min: 1, max: 3650 },
  { key: 'base_coverage_days', unit: 'days', min: 1, max: 3650 },
  { key: 'attribution_days', unit: 'days', min: 1, max: 3650 },
] as const

export function SalePart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  const draft = useDraft()
  return (
    <DraftFrame draft={draft}>
      <ChoiceSection draft={draft} setting="sale_event" values={events} kept={settings.sale_event} />
      <ChoiceSection draft={draft} setting="purchases" values={purchases} kept={settings.purchases} />
      <SettingSection title={t('settings.limits')}>
        <div className={`card ${css.card}`}>
          {numbers.map(({ key, unit, min, max }) => (
            <SettingRow key={key} title={t(`setting.${key}.name`)} hint={t(`setting.${key}.text`)} isChanged={key in draft.patch}>
              {(labelling) => (
                <NumberInput
                  {...labelling}
                  value={draft.get(key, settings[key]) ?? ''}
                  onChange={(value) => draft.set(key, typeof value === 'number' ? value : null, settings[key])}
                  placeholder={t('settings.by_itself')}
                  min={min}
                  max={max}
                  allowDecimal={false}
                  suffix={` ${t(`settings.unit.${unit}`)}`}
                />
              )}
            </SettingRow>
          ))}
        </div>
      </SettingSection>
    </DraftFrame>
  )
}
