// Подключить систему: which one, where its token is made, address and token; tried at once, then the first sync begins by itself.
import { Button, PasswordInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useConsent } from '../api/consent.ts'
import { readWorkspace, writeWorkspace } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import { type System, useConnect, useSystems } from '../api/use-sources.ts'
import { Form } from '../kit/form.tsx'
import { LinesLoading } from '../kit/states.tsx'
import { sayConnectError } from '../kit/sync-error.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './connect-system.module.css'
import { type Application, ConsentFields } from './consent-fields.tsx'

/** The company a first connection makes beside the demo one. */
const firstCompany = 'main'

function Steps({ system, of }: { system: System; of: 'connect' | 'consent' }) {
  const { t } = useFormat()
  const steps = t([`${of}.steps.${system.system}`, `${of}.steps.other`], { system: system.title }).split('\n')
  return (
    <ol className={css.steps}>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}

type Fields = { address: string; token: string }

type AccountProps = { system: System; fields: Fields; onChange: (fields: Fields) => void; hasToken: boolean }

function AccountFields({ system, fields, onChange, hasToken }: AccountProps) {
  const { t } = useFormat()
  const { example, choices } = system
  return (
    <>
      {choices.length > 0 && (
        <Select
          label={t('connect.choice')}
          data={choices.map((value) => ({ value, label: t(`connect.choices.${value}`, { defaultValue: value }) }))}
          value={fields.address}
          onChange={(address) => onChange({ ...fields, address: address ?? '' })}
          allowDeselect={false}
        />
      )}
      {choices.length === 0 && example !== null && (
        <TextInput
          label={t('connect.address')}
          placeholder={example}
          required
          autoComplete="off"
          spellCheck={false}
          value={fields.address}
          onChange={(event) => onChange({ ...fields, address: event.currentTarget.value })}
        />
      )}
      {hasToken && (
        <PasswordInput
          label={t('connect.token')}
          description={t('connect.token_text')}
          required
          autoComplete="off"
          value={fields.token}
          onChange={(event) => onChange({ ...fields, token: event.currentTarget.value })}
        />
      )}
    </>
  )
}

type By = 'token' | 'consent'

function WayChoice({ by, onChange }: { by: By; onChange: (by: By) => void }) {
  const { t } = useFormat()
  return (
    <SegmentedControl
      aria-label={t('consent.by')}
      data={(['token', 'consent'] as const).map((value) => ({ value, label: t(`consent.by_${value}`) }))}
      value={by}
      onChange={(value) => onChange(value as By)}
    />
  )
}

export function ConnectSystem({ taken }: { taken: readonly string[] }) {
  const { t } = useFormat()
  const systems = useSystems(true)
  const { data: session } = useSession()
  const isDemo = session?.workspaces.find(({ id }) => id === readWorkspace())?.demo === true
  const into = isDemo ? firstCompany : (readWorkspace() ?? firstCompany)
  const connect = useConnect(into)
  const [name, setName] = useState<string | null>(null)
  const [fields, setFields] = useState<Fields>({ address: '', token: '' })
  const consent = useConsent(into)
  const [by, setBy] = useState<By>('token')
  const [application, setApplication] = useState<Application>({ client_id: '', client_secret: '' })
  if (!systems.data) return <LinesLoading count={2} label={t('state.loading')} />
  const list = systems.data.systems
  const system = list.find((one) => one.system === name)
  const isConsent = by === 'consent' && system?.has_consent === true
  const failed = isConsent ? consent : connect
  const choose = (next: string | null) => {
    setName(next)
    setBy('token')
    setApplication({ client_id: '', client_secret: '' })
    connect.reset()
    consent.reset()
    setFields({ address: list.find((one) => one.system === next)?.choices[0] ?? '', token: '' })
  }
  const send = () => {
    if (!system) return
    const named = { system: system.system, source: freeName(system.system, taken) }
    if (isConsent) {
      consent.mutate({ ...named, address: fields.address, ...application })
      return
    }
    connect.mutate(
      { ...named, ...fields },
      {
        onSuccess: () => {
          choose(null)
          if (into === readWorkspace()) return
          writeWorkspace(into)
          location.reload()
        },
      },
    )
  }
  return (
    <Form className={`card ${css.form}`} onSubmit={send}>
      <Select
        label={t('connect.system')}
        placeholder={t('connect.choose')}
        data={list.map((one) => ({ value: one.system, label: t(`connect.title.${one.system}`, { defaultValue: one.title }) }))}
        value={name}
        onChange={choose}
        searchable
      />
      {system?.has_consent && <WayChoice by={by} onChange={setBy} />}
      {system && <Steps system={system} of={isConsent ? 'consent' : 'connect'} />}
      {system && <AccountFields system={system} fields={fields} onChange={setFields} hasToken={system.needs_token && !isConsent} />}
      {system && isConsent && <ConsentFields system={system} application={application} onChange={setApplication} />}
      {isDemo && system && <p className="soft">{t('connect.beside_demo')}</p>}
      {failed.isError && (
        <p role="alert" className={css.alert}>
          {sayConnectError(failed.error, t, system?.example)}
        </p>
      )}
      {system && (
        <div>
          <Button type="submit" loading={connect.isPending || consent.isPending || consent.isSuccess}>
            {t(isConsent ? 'consent.go' : 'connect.submit')}
          </Button>
        </div>
      )}
    </Form>
  )
}

/** A second account of one system gets a name of its own; the same name would replace the token of the first. */
function freeName(system: string, taken: readonly string[]): string {
  if (!taken.includes(system)) return system
  let number = 2
  while (taken.includes(`${system}-${number}`)) number += 1
  return `${system}-${number}`
}
