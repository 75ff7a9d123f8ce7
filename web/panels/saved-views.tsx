// Saved views: what is kept opens in one click; what is open now is kept by a name; what is taken away can be brought back.
import { ActionIcon, Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedView } from '../api/contract.ts'
import { useSession } from '../api/session.ts'
import { useKeepView, useRemoveView, useRestoreView, useSavedViews } from '../api/use-saved-views.ts'
import { Form } from '../kit/form.tsx'
import { parseSearch } from '../kit/search-state.ts'
import { LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './saved-views.module.css'

const sharers = ['owner', 'head', 'lead', 'analyst']

function KeepForm() {
  const { t } = useFormat()
  const { pathname, searchStr } = useLocation()
  const { data: session } = useSession()
  const keep = useKeepView()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const send = () =>
    keep.mutate({ name: name.trim(), path: pathname, search: searchStr, shared: isShared }, { onSuccess: () => setName('') })
  return (
    <Form className={css.form ?? ''} onSubmit={send}>
      <TextInput label={t('views.name')} required maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {sharers.includes(session?.role ?? 'owner') && (
        <Checkbox
          label={t('views.shared')}
          description={t('views.shared_text')}
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      <div>
        <Button type="submit" loading={keep.isPending} disabled={name.trim() === ''}>
          {t('views.keep')}
        </Button>
      </div>
    </Form>
  )
}

export function SavedViews({ onClose }: { onClose: () => void }) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const views = useSavedViews()
  const remove = useRemoveView()
  const restore = useRestoreView()
  const [gone, setGone] = useState<SavedView | null>(null)
  const open = ({ path, search }: SavedView) => {
    onClose()
    void navigate({ to: path, search: parseSearch(search) })
  }
  return (
    <Modal opened onClose={onClose} title={t('views.title')} size={520} closeButtonProps={{ 'aria-label': t('drawer.close') }}>
      {views.isPending && <LinesLoading count={3} label={t('state.loading')} />}
      {views.data?.length === 0 && <p className="soft">{t('views.none')}</p>}
      {gone && (
        <p role="status" className={css.note}>
          {t('views.removed', { name: gone.name })}{' '}
          <TextButton onClick={() => restore.mutate(gone.id, { onSuccess: () => setGone(null) })}>{t('own.undo')}</TextButton>
        </p>
      )}
      <ul className={css.list}>
        {views.data?.map((view) => (
          <li key={view.id} className={css.item} data-view={view.name}>
            <button type="button" className={css.open} onClick={() => open(view)}>
              <span>{view.name}</span>
              <span className="small quiet">{view.shared ? t('views.common', { by: view.by }) : t('views.mine')}</span>
            </button>
            {view.may_remove && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('views.remove', { name: view.name })}
                onClick={() => remove.mutate(view.id, { onSuccess: () => setGone(view) })}
              >
                <IconTrash size={18} stroke={1.6} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <KeepForm />
    </Modal>
  )
}
