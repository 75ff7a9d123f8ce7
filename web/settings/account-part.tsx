// Мой вход: the own name and password.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useAccessProblem } from '../access/access-frame.tsx'
import { NewPassword } from '../access/new-password.tsx'
import type { SessionAnswer } from '../api/contract.ts'
import { patchJson } from '../api/http.ts'
import { sessionKey, signOut, useSession } from '../api/session.ts'
import { Form } from '../kit/form.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { SettingSection } from './setting-row.tsx'

type FormProps = { body: unknown; isReady: boolean; button: string; onDone?: () => void; children: ReactNode }

function AccountForm({ body, isReady, button, onDone, children }: FormProps) {
  const { t } = useFormat()
  const say = useAccessProblem()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: () => patchJson<SessionAnswer>('/account', body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [sessionKey] })
      onDone?.()
    },
  })
  return (
    <Form className={`card ${css.form}`} onSubmit={() => change.mutate()}>
      <div className={css.fields}>{children}</div>
      {change.isError && (
        <p role="alert" className={css.alert}>
          {say(change.error)}
        </p>
      )}
      {change.isSuccess && <p role="status">{t('account.saved')}</p>}
      <div>
        <Button type="submit" disabled={!isReady} loading={change.isPending}>
          {button}
        </Button>
      </div>
    </Form>
  )
}

export function AccountPart() {
  const { t } = useFormat()
  const { data: session } = useSession()
  const [name, setName] = useState(session?.user?.name ?? '')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  if (!session?.user) return <p className="soft">{t('account.no_account')}</p>
  const forget = () => {
    setCurrent('')
    setNext('')
  }
  return (
    <>
      <SettingSection title={t('settings.part.account')} text={session.user.email}>
        <AccountForm body={{ name }} isReady={name.trim() !== '' && name !== session.user.name} button={t('users.keep')}>
          <TextInput label={t('access.name')} maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        </AccountForm>
      </SettingSection>
      <SettingSection title={t('account.password')} text={t('account.password_text')}>
        <AccountForm
          body={{ password: { current, next } }}
          isReady={current !== '' && next !== ''}
          button={t('account.change_password')}
          onDone={forget}
        >
          <PasswordInput
            label={t('account.current')}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('access.show_password') }}
          />
          <NewPassword value={next} onChange={setNext} label={t('account.next')} />
        </AccountForm>
      </SettingSection>
      <Button variant="default" onClick={() => void signOut()}>
        {t('account.out')}
      </Button>
    </>
  )
}
