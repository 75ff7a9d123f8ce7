// Who the account is of: the two fields of every page that makes one.
import { TextInput } from '@mantine/core'
import { useFormat } from '../kit/use-format.ts'

export type Who = { name: string; email: string }

type Props = { value: Who; onChange: (value: Who) => void; isEmailFixed?: boolean }

export function NameAndEmail({ value, onChange, isEmailFixed = false }: Props) {
  const { t } = useFormat()
  return (
    <>
      <TextInput
        label={t('access.name')}
        autoComplete="name"
        required
        maxLength={120}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label={t('access.email')}
        type="email"
        autoComplete="username"
        required
        readOnly={isEmailFixed}
        value={value.email}
        onChange={(event) => onChange({ ...value, email: event.currentTarget.value })}
      />
    </>
  )
}
