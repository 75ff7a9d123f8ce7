// A password to be chosen: what it needs is said before, not after.
import { PasswordInput } from '@mantine/core'
import { useFormat } from '../kit/use-format.ts'

export const passwordMin = 10
const passwordMax = 128

type Props = { value: string; onChange: (value: string) => void; label?: string }

export function NewPassword({ value, onChange, label }: Props) {
  const { t } = useFormat()
  return (
    <PasswordInput
      label={label ?? t('access.new_password')}
      description={t('access.password_rule', { count: passwordMin })}
      autoComplete="new-password"
      required
      minLength={passwordMin}
      maxLength={passwordMax}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('access.show_password') }}
    />
  )
}
