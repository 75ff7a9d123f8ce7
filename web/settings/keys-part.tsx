// Ключи API: what programs use to send records and ask questions, each with a role and, if wanted, a last day.
import { Button, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useState } from 'react'
import { useAccessProblem } from '../access/access-frame.tsx'
import type { ResourceOutput, Settings } from '../api/contract.ts'
import { useAccessChange, useKeys } from '../api/use-members-access.ts'
import { DatesFrame, useCalendarLabels } from '../kit/dates-frame.tsx'
import { Form } from '../kit/form.tsx'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { emptyGrant, GrantFields, isComplete } from './grant-fields.tsx'
import { SecretOnce } from './secret-once.tsx'
import { SettingSection } from './setting-row.tsx'

function KeyList({ timezone }: { timezone: string }) {
  const { t, day, moment } = useFormat()
  const keys = useKeys()
  const change = useAccessChange()
  if (keys.isError && !keys.data) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
  if (!keys.data) return <LinesLoading count={2} label={t('state.loading')} />
  if (keys.data.keys.length === 0) return <p className="quiet">{t('keys.none')}</p>
  return (
    <ul className={`card ${css.list}`}>
      {keys.data.keys.map(({ id, name, role, created_by, expires_at, last_used_at }) => (
        <li key={id} className={css.entry} data-key-name={name}>
          <div className={css.who}>
            <b>{name}</b>
            <span className="small quiet">{t('keys.made_by', { by: created_by })}</span>
          </div>
          <span className={css.role}>{t(`role.${role}`)}</span>
          <span className={`small quiet ${css.when}`}>
            {last_used_at ? t('keys.used', { at: moment(last_used_at, timezone) }) : t('keys.unused')}
            {expires_at && ` · ${t('users.until', { at: day(expires_at) })}`}
          </span>
          <TextButton onClick={() => change.mutate({ method: 'DELETE', path: `/keys/${id}` })}>{t('keys.revoke')}</TextButton>
        </li>
      ))}
    </ul>
  )
}

function KeyForm() {
  const { t } = useFormat()
  const say = useAccessProblem()
  const labels = useCalendarLabels()
  const [name, setName] = useState('')
  const [grant, setGrant] = useState({ ...emptyGrant, role: 'analyst' as typeof emptyGrant.role })
  const [expires, setExpires] = useState<string | null>(null)
  const add = useAccessChange<ResourceOutput<'keyAdd'>>()
  const make = () =>
    add.mutate(
      { method: 'POST', path: '/keys', body: { name, ...grant, ...(expires ? { expires } : {}) } },
      { onSuccess: () => setName('') },
    )
  return (
    <Form className={`card ${css.form}`} onSubmit={() => make()}>
      <div className={css.fields}>
        <TextInput
          label={t('keys.name')}
          description={t('keys.name_text')}
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <GrantFields grant={grant} onChange={setGrant} />
        <DatesFrame>
          <DatePickerInput
            label={t('keys.expires')}
            description={t('keys.expires_text')}
            placeholder={t('keys.never')}
            valueFormat="D MMM YYYY"
            ariaLabels={labels}
            value={expires}
            onChange={setExpires}
            clearable
          />
        </DatesFrame>
      </div>
      {add.isError && (
        <p role="alert" className={css.alert}>
          {say(add.error)}
        </p>
      )}
      <div>
        <Button type="submit" disabled={name.trim() === '' || !isComplete(grant)} loading={add.isPending}>
          {t('keys.make')}
        </Button>
      </div>
      {add.data && <SecretOnce title={t('keys.made', { name: add.data.name })} text={t('keys.made_text')} secret={add.data.key} />}
    </Form>
  )
}

export function KeysPart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  return (
    <>
      <SettingSection title={t('settings.part.keys')} text={t('settings.text.keys')}>
        <KeyList timezone={settings.timezone} />
      </SettingSection>
      <SettingSection title={t('keys.new')}>
        <KeyForm />
      </SettingSection>
    </>
  )
}
