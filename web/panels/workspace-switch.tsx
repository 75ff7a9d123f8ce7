// Which company is shown; a choice only where the reader has more than one.
import { Menu } from '@mantine/core'
import { IconBuilding, IconSelector } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readWorkspace, writeWorkspace } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import css from './workspace-switch.module.css'

export function WorkspaceSwitch() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const workspaces = useSession().data?.workspaces ?? []
  const chosen = workspaces.find(({ id }) => id === readWorkspace()) ?? workspaces[0]
  if (!chosen) return null
  const name = chosen.demo ? t('shell.demo') : chosen.name
  if (workspaces.length === 1) return <span className={css.only}>{name}</span>
  const choose = (id: string) => {
    writeWorkspace(id)
    client.clear()
    location.assign(location.pathname)
  }
  return (
    <Menu position="top-start" shadow="md" width={200}>
      <Menu.Target>
        <button type="button" className={css.button} aria-label={t('shell.workspace', { name })}>
          <IconBuilding size={18} stroke={1.6} aria-hidden />
          <span className={css.name}>{name}</span>
          <IconSelector size={16} stroke={1.6} aria-hidden className={css.arrow} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {workspaces.map((workspace) => (
          <Menu.Item
            key={workspace.id}
            aria-current={workspace.id === chosen.id}
            fw={workspace.id === chosen.id ? 600 : 400}
            onClick={() => choose(workspace.id)}
          >
            {workspace.demo ? t('shell.demo') : workspace.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
