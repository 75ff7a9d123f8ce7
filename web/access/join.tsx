// An invitation or a new password by link. The token stands behind #, so that no server log holds it.
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResourceOutput, SessionAnswer } from '../api/contract.ts'
import { postJson } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { AccessFrame } from './access-frame.tsx'
import { NameAndEmail } from './name-and-email.tsx'
import { NewPassword } from './new-password.tsx'

type Seen = ResourceOutput<'invitationLook'>

function readToken(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
}

function JoinForm({ seen, token }: { seen: Seen; token: string }) {
  const { t, day } = useFormat()
  const { data: session } = useSession()
  const [account, setAccount] = useState({ name: '', email: seen.email ?? '' })
  const [password, setPassword] = useState('')
  const isInvitation = seen.kind === 'invitation'
  const isSignedIn = isInvitation && session?.user != null
  const who = isInvitation ? account : {}
  const accept = useMutation({
    mutationFn: () => postJson<SessionAnswer>('/invitations/accept', isSignedIn ? { token } : { token, ...who, password }),
    onSuccess: () => location.assign('/'),
  })
  const role = seen.role ? t(`role.${seen.role}`) : ''
  const text = isInvitation
    ? t('access.invited', { by: seen.created_by, workspace: seen.workspace ?? '', role, until: day(seen.expires_at) })
    : t('access.renewing', { email: seen.email ?? '' })
  return (
    <AccessFrame title={t(isInvitation ? 'access.join' : 'access.renew')} text={text} error={accept.error} onSubmit={accept.mutate}>
      {isSignedIn && <p>{t('access.join_as', { name: session?.user?.name ?? '' })}</p>}
      {isInvitation && !isSignedIn && <NameAndEmail value={account} onChange={setAccount} isEmailFixed={seen.email !== null} />}
      {!isSignedIn && <NewPassword value={password} onChange={setPassword} />}
      <Button type="submit" loading={accept.isPending || accept.isSuccess}>
        {t(isInvitation ? 'access.accept' : 'access.keep_password')}
      </Button>
    </AccessFrame>
  )
}

export function Join() {
  const { t } = useFormat()
  const [token] = useState(readToken)
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => postJson<Seen>('/invitations/look', { token }),
    retry: false,
    enabled: token !== '',
  })
  if (look.data) return <JoinForm seen={look.data} token={token} />
  if (look.isError || token === '') {
    return (
      <AccessFrame title={t('access.bad_link')} text={t('access.bad_link_text')}>
        <Button component="a" href="/">
          {t('access.sign_in')}
        </Button>
      </AccessFrame>
    )
  }
  return (
    <AccessFrame title={t('access.join')}>
      <LinesLoading count={3} label={t('state.loading')} />
    </AccessFrame>
  )
}
