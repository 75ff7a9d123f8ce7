// Люди и доступ: who may see what, invitations that are open, and inviting somebody.
import { ActionIcon, Badge, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { ResourceOutput, Settings } from '../api/contract.ts'
import { useSession } from '../api/session.ts'
import { useAccessChange, useInvitations, useUsers } from '../api/use-members-access.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access-lists.module.css'
import { GrantDialog } from './grant-dialog.tsx'
import { type Grant, useGrantable } from './grant-fields.tsx'
import { InviteForm } from './invite-form.tsx'
import { SecretOnce } from './secret-once.tsx'
import { SettingSection } from './setting-row.tsx'

type User = ResourceOutput<'users'>['users'][number]
type Link = ResourceOutput<'userLink'>

function Narrowed({ grant, name }: { grant: Grant; name?: string | null }) {
  const { t } = useFormat()
  const said =
    grant.role === 'rep' ? (name ?? grant.person) : grant.teams.length > 0 ? t('users.of_teams', { count: grant.teams.length }) : null
  return (
    <>
      {t(`role.${grant.role}`)}
      {said && <span className="quiet"> · {said}</span>}
    </>
  )
}

function UserMenu({ user, onEdit, onLink }: { user: User; onEdit: () => void; onLink: (link: Link) => void }) {
  const { t } = useFormat()
  const change = useAccessChange<Link>()
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('users.actions', { name: user.name })} loading={change.isPending}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>{t('users.change')}</Menu.Item>
        <Menu.Item onClick={() => change.mutate({ method: 'POST', path: `/users/${user.id}/links`, body: {} }, { onSuccess: onLink })}>
          {t('users.new_password')}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => change.mutate({ method: 'DELETE', path: `/users/${user.id}` })}>
          {t('users.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function UserList({ timezone }: { timezone: string }) {
  const { t, day, moment } = useFormat()
  const users = useUsers()
  const mayGive = useGrantable()
  const me = useSession().data?.user?.id
  const [edited, edit] = useState<User | null>(null)
  const [link, setLink] = useState<{ name: string; link: Link } | null>(null)
  if (users.isError && !users.data) return <ErrorState error={users.error} onRetry={() => void users.refetch()} />
  if (!users.data) return <LinesLoading count={3} label={t('state.loading')} />
  return (
    <>
      <ul className={`card ${css.list}`}>
        {users.data.users.map((user) => (
          <li key={user.id} className={css.entry} data-user={user.email}>
            <div className={css.who}>
              <b>
                {user.name} {user.id === me && <Badge variant="default">{t('account.you')}</Badge>}
              </b>
              <span className="small quiet">{user.email}</span>
            </div>
            <span className={css.role}>
              <Narrowed grant={user} name={user.person_name} />
            </span>
            <span className={`small quiet ${css.when}`}>
              {user.last_seen_at ? t('users.seen', { at: moment(user.last_seen_at, timezone) }) : t('users.since', { at: day(user.since) })}
            </span>
            {mayGive(user.role) && user.id !== me ? (
              <UserMenu user={user} onEdit={() => edit(user)} onLink={(made) => setLink({ name: user.name, link: made })} />
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
      {link && (
        <SecretOnce
          title={t('users.password_link', { name: link.name })}
          text={t('users.link_text', { until: day(link.link.expires_at) })}
          secret={location.origin + link.link.path}
        />
      )}
      {edited && <GrantDialog user={edited} onClose={() => edit(null)} />}
    </>
  )
}

function InvitationList() {
  const { t, day } = useFormat()
  const invitations = useInvitations()
  const change = useAccessChange()
  const open = invitations.data?.invitations ?? []
  if (open.length === 0) return null
  return (
    <SettingSection title={t('users.open')}>
      <ul className={`card ${css.list}`}>
        {open.map((invitation) => (
          <li key={invitation.id} className={css.entry}>
            <div className={css.who}>
              <b>{invitation.email ?? t('users.whoever')}</b>
              <span className="small quiet">{t('users.invited_by', { by: invitation.created_by })}</span>
            </div>
            <span className={css.role}>
              <Narrowed grant={invitation} />
            </span>
            <span className={`small quiet ${css.when}`}>{t('users.until', { at: day(invitation.expires_at) })}</span>
            <TextButton onClick={() => change.mutate({ method: 'DELETE', path: `/invitations/${invitation.id}` })}>
              {t('users.withdraw')}
            </TextButton>
          </li>
        ))}
      </ul>
    </SettingSection>
  )
}

export function PeoplePart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  return (
    <>
      <SettingSection title={t('settings.part.people')} text={t('settings.text.people')}>
        <UserList timezone={settings.timezone} />
      </SettingSection>
      <InvitationList />
      <SettingSection title={t('users.invite_title')} text={t('users.invite_text')}>
        <InviteForm />
      </SettingSection>
    </>
  )
}
