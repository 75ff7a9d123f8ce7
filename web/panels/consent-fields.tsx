// What a person writes of the company's own application, so that the provider can ask them whether it may read.
import { CopyButton, PasswordInput, TextInput } from '@mantine/core'
import type { System } from '../api/use-sources.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'

export type Application = { client_id: string; client_secret: string }

type Props = { system: System; application: Application; onChange: (application: Application) => void }

export function ConsentFields({ system, application, onChange }: Props) {
  const { t } = useFormat()
  const { redirect_uri } = system
  return (
    <>
      {redirect_uri !== null && (
        <div>
          <TextInput
            readOnly
            label={t('consent.return')}
            description={t('consent.return_text')}
            value={redirect_uri}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={redirect_uri}>
            {({ copied, copy }) => <TextButton onClick={copy}>{copied ? t('users.copied') : t('users.copy')}</TextButton>}
          </CopyButton>
        </div>
      )}
      <TextInput
        label={t('consent.client_id')}
        required
        autoComplete="off"
        spellCheck={false}
        value={application.client_id}
        onChange={(event) => onChange({ ...application, client_id: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('consent.client_secret')}
        description={t('connect.token_text')}
        required
        autoComplete="off"
        value={application.client_secret}
        onChange={(event) => onChange({ ...application, client_secret: event.currentTarget.value })}
      />
    </>
  )
}
