// What the period is compared with.
import { Menu } from '@mantine/core'
import { BarButton } from './bar-button.tsx'
import { type Comparison, comparisons } from './search-state.ts'
import { useFormat } from './use-format.ts'

export function CompareMenu({ comparison, onChange }: { comparison: Comparison; onChange: (comparison: Comparison) => void }) {
  const { t } = useFormat()
  const name = t(`compare.${comparison}`)
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <BarButton aria-label={t('bar.compare', { name })}>{name}</BarButton>
      </Menu.Target>
      <Menu.Dropdown>
        {comparisons.map((known) => (
          <Menu.Item key={known} aria-current={known === comparison} fw={known === comparison ? 600 : 400} onClick={() => onChange(known)}>
            {t(`compare.${known}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
