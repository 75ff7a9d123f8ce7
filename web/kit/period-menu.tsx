// Choosing the period: presets of a head of sales, or two days on a calendar (loaded only when asked for).
import { Menu, Popover } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { BarButton } from './bar-button.tsx'
import { Bone } from './bone.tsx'
import { addDays, type Period, presets, printPeriod } from './period.ts'
import { useFormat } from './use-format.ts'

const RangePicker = lazy(async () => ({ default: (await import('./range-picker.tsx')).RangePicker }))

type Props = { period: Period; today: string; onChange: (text: string) => void }

export function usePeriodName(period: Period): string {
  const { t, days } = useFormat()
  if ('preset' in period) return t(`period.${period.preset}`)
  return days(period.range.from, addDays(period.range.to, -1))
}

export function PeriodMenu({ period, today, onChange }: Props) {
  const { t } = useFormat()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isPickerOpen, setPickerOpen] = useState(false)
  const name = usePeriodName(period)
  const chosen = printPeriod(period)
  return (
    <Popover opened={isPickerOpen} onChange={setPickerOpen} position="bottom-start" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <div>
          <Menu opened={isMenuOpen} onChange={setMenuOpen} position="bottom-start" shadow="md">
            <Menu.Target>
              <BarButton icon={<IconCalendar size={18} stroke={1.6} aria-hidden />} aria-label={t('bar.period', { name })}>
                {name}
              </BarButton>
            </Menu.Target>
            <Menu.Dropdown>
              {presets.map((preset) => (
                <Menu.Item
                  key={preset}
                  aria-current={preset === chosen}
                  fw={preset === chosen ? 600 : 400}
                  onClick={() => onChange(preset)}
                >
                  {t(`period.${preset}`)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setPickerOpen(true)}>{t('period.own')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('period.own')}>
        <Suspense fallback={<Bone height={280} width={260} />}>
          <RangePicker
            range={'range' in period ? period.range : null}
            today={today}
            onChange={(range) => {
              setPickerOpen(false)
              onChange(printPeriod({ range }))
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
