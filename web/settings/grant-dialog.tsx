// Changes the role of somebody who has an account.
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useAccessProblem } from '../access/access-frame.tsx'
import type { ResourceOutput } from '../api/contract.ts'
import { useAccessChange } from '../api/use-members-access.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { type Grant, GrantFields, isComplete } from './grant-fields.tsx'

type User = ResourceOutput<'users'>['users'][number]

export function GrantDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useFormat()
  const say = useAccessProblem()
  const [grant, setGrant] = useState<Grant>({ role: user.role, person: user.person, teams: user.teams })
  const change = useAccessChange()
  const keep = () => change.mutate({ method: 'PATCH', path: `/users/${user.id}`, body: grant }, { onSuccess: onClose })
  return (
    <Modal opened onClose={onClose} title={user.name} centered closeButtonProps={{ 'aria-label': t('drawer.close') }}>
      <div className={css.dialog}>
        <GrantFields grant={grant} onChange={setGrant} />
        {change.isError && (
          <p role="alert" className={css.alert}>
            {say(change.error)}
          </p>
        )}
        <Button onClick={keep} disabled={!isComplete(grant)} loading={change.isPending}>
          {t('users.keep')}
        </Button>
      </div>
    </Modal>
  )
}
