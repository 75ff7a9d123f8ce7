// Signing in with e-mail and password. The address stays, so that the reader lands where they wanted to go.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionAnswer } from '../api/contract.ts'
import { postJson } from '../api/http.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './access.module.css'
import { AccessFrame } from './access-frame.tsx'

export function SignIn() {
  const { t } = useFormat()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  // A link that opens nothing any more leaves the reader at its own address.
  const isLinkUsed = location.pathname === '/enter'
  const enter = useMutation({
    mutationFn: () => postJson<SessionAnswer>('/session', { email, password }),
    // The page begins anew: nothing of who read here before may stay.
    onSuccess: () => location.assign(isLinkUsed ? '/' : location.href),
  })
  return (
    <AccessFrame title={t('access.sign_in')} error={enter.error} onSubmit={enter.mutate}>
      {isLinkUsed && !enter.error && <p className={css.note}>{t('access.link_used')}</p>}
      <TextInput
        label={t('access.email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('access.password')}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('access.show_password') }}
      />
      <Button type="submit" loading={enter.isPending || enter.isSuccess}>
        {t('access.enter')}
      </Button>
      <p className="small quiet">{t('access.forgot')}</p>
    </AccessFrame>
  )
}
