// Who came by the owner link says who they are and chooses a password: the first account, or the owner's new password.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionAnswer } from '../api/contract.ts'
import { postJson } from '../api/http.ts'
import { useFormat } from '../kit/use-format.ts'
import { AccessFrame } from './access-frame.tsx'
import { NameAndEmail } from './name-and-email.tsx'
import { NewPassword } from './new-password.tsx'

export function Welcome({ isFirst }: { isFirst: boolean }) {
  const { t } = useFormat()
  const [who, setWho] = useState({ name: '', email: '' })
  const [password, setPassword] = useState('')
  const set = useMutation({
    mutationFn: () => postJson<SessionAnswer>('/owner', { ...who, password }),
    onSuccess: () => location.assign('/'),
  })
  return (
    <AccessFrame
      title={t(isFirst ? 'access.welcome' : 'access.renew')}
      text={t(isFirst ? 'access.welcome_text' : 'access.owner_renew')}
      error={set.error}
      onSubmit={set.mutate}
    >
      <NameAndEmail value={who} onChange={setWho} />
      <NewPassword value={password} onChange={setPassword} />
      <Button type="submit" loading={set.isPending || set.isSuccess}>
        {t('access.begin')}
      </Button>
    </AccessFrame>
  )
}
