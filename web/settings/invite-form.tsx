// Invites somebody: a role, whom or what it is narrowed to, and a link to hand over.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAccessProblem } from '../access/access-frame.tsx'
import type { ResourceOutput } from '../api/contract.ts'
import { useAccessChange } from '../api/use-members-access.ts'
import { Form } from '../kit/form.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { emptyGrant, GrantFields, isComplete } from './grant-fields.tsx'
import { SecretOnce } from './secret-once.tsx'

export function InviteForm() {
  const { t, day } = useFormat()
  const say = useAccessProblem()
  const [grant, setGrant] = useState(emptyGrant)
  const [email, setEmail] = useState('')
  const invite = useAccessChange<ResourceOutput<'invite'>>()
  const send = () =>
    invite.mutate(
      { method: 'POST', path: '/invitations', body: { ...grant, ...(email ? { email } : {}) } },
      {
        onSuccess: () => {
          setGrant(emptyGrant)
          setEmail('')
        },
      },
    )
  return (
    <Form className={`card ${css.form}`} onSubmit={() => send()}>
      <div className={css.fields}>
        <GrantFields grant={grant} onChange={setGrant} />
        <TextInput
          label={t('users.email')}
          description={t('users.email_text')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </div>
      {invite.isError && (
        <p role="alert" className={css.alert}>
          {say(invite.error)}
        </p>
      )}
      <div>
        <Button type="submit" disabled={!isComplete(grant)} loading={invite.isPending}>
          {t('users.invite')}
        </Button>
      </div>
      {invite.data && (
        <SecretOnce
          title={t('users.link', { role: t(`role.${invite.data.role}`) })}
          text={t('users.link_text', { until: day(invite.data.expires_at) })}
          secret={location.origin + invite.data.path}
        />
      )}
    </Form>
  )
}
