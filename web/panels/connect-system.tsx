// Подключить систему: which one, where its token is made, address and token; tried at once, then the first sync begins by itself.
import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readWorkspace, writeWorkspace } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import { type System, useConnect, useSystems } from '../api/use-sources.ts'
import { Form } from '../kit/form.tsx'
import { LinesLoading } from '../kit/states.tsx'
import { sayConnectError } from '../kit/sync-error.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './connect-system.module.css'

/** The company a first connection makes beside the demo one. */
const firstCompany = 'main'

function Steps({ system }: { system: System }) {
  const { t } = useFormat()
  const steps = t([`connect.steps.${system.system}`, 'connect.steps.other'], { system: system.title }).split('\n')
  return (
    <ol className={css.steps}>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}

type Fields = { address: string; token: string }

function AccountFields({ system, fields, onChange }: { system: System; fields: Fields; onChange: (fields: Fields) => void }) {
  const { t } = useFormat()
  const { example, choices, needs_token } = system
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
      {needs_token && (
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

export function ConnectSystem({ taken }: { taken: readonly string[] }) {
  const { t } = useFormat()
  const systems = useSystems(true)
  const { data: session } = useSession()
  const isDemo = session?.workspaces.find(({ id }) => id === readWorkspace())?.demo === true
  const into = isDemo ? firstCompany : (readWorkspace() ?? firstCompany)
  const connect = useConnect(into)
  const [name, setName] = useState<string | null>(null)
  const [fields, setFields] = useState<Fields>({ address: '', token: '' })
  if (!systems.data) return <LinesLoading count={2} label={t('state.loading')} />
  const list = systems.data.systems
  const system = list.find((one) => one.system === name)
  const choose = (next: string | null) => {
    setName(next)
    connect.reset()
    setFields({ address: list.find((one) => one.system === next)?.choices[0] ?? '', token: '' })
  }
  const send = () => {
    if (!system) return
    connect.mutate(
      { system: system.system, source: freeName(system.system, taken), ...fields },
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
      {system && <Steps system={system} />}
      {system && <AccountFields system={system} fields={fields} onChange={setFields} />}
      {isDemo && system && <p className="soft">{t('connect.beside_demo')}</p>}
      {connect.isError && (
        <p role="alert" className={css.alert}>
          {sayConnectError(connect.error, t, system?.example)}
        </p>
      )}
      {system && (
        <div>
          <Button type="submit" loading={connect.isPending}>
            {t('connect.submit')}
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
