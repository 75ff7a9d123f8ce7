// A link or key that is shown once: to be copied now, for nobody can show it again.
import { Button, CopyButton, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'

export function SecretOnce({ title, text, secret }: { title: string; text: string; secret: string }) {
  const { t } = useFormat()
  return (
    <div className={css.secret} role="status" data-secret={secret}>
      <b>{title}</b>
      <p className="soft">{text}</p>
      <div className={css.secretLine}>
        <TextInput
          readOnly
          value={secret}
          aria-label={title}
          className={css.secretInput ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button onClick={copy} leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
              {copied ? t('users.copied') : t('users.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  )
}
