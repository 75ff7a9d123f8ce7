// Who is signed in, and the way out.
import { Menu } from '@mantine/core'
import { IconLogout, IconSelector, IconUserCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { signOut, useSession } from '../api/session.ts'
import css from './workspace-switch.module.css'

/** Items alone: they also stand in the phone's menu. */
export function AccountItems() {
  const { t } = useTranslation()
  const { data } = useSession()
  if (!data?.via) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>
        {data.user?.email ?? t('account.by_link')}
        {data.role && ` · ${t(`role.${data.role}`)}`}
      </Menu.Label>
      <Menu.Item leftSection={<IconLogout size={18} stroke={1.6} aria-hidden />} onClick={() => void signOut()}>
        {t('account.out')}
      </Menu.Item>
    </>
  )
}

export function AccountMenu() {
  const { t } = useTranslation()
  const { data } = useSession()
  if (!data?.via) return null
  const name = data.user?.name ?? t('account.you')
  return (
    <Menu position="top-start" shadow="md" width={240}>
      <Menu.Target>
        <button type="button" className={css.button} aria-label={t('account.menu', { name })}>
          <IconUserCircle size={18} stroke={1.6} aria-hidden />
          <span className={css.name}>{name}</span>
          <IconSelector size={16} stroke={1.6} aria-hidden className={css.arrow} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <AccountItems />
      </Menu.Dropdown>
    </Menu>
  )
}
