// Where the reader is and where they can go: a rail with words on a desk, a bottom bar on a phone.
import { Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LanguageItems, Preferences, SchemeItems } from './preferences.tsx'
import css from './rail.module.css'
import { type Room, roomsOnPhone } from './rooms.ts'
import { keepShared, type SearchState } from './search-state.ts'

function RoomLink({ room, className }: { room: Room; className: string | undefined }) {
  const { t } = useTranslation()
  const search = useSearch({ strict: false }) as SearchState
  const Icon = room.icon
  return (
    <Link
      to={room.path}
      search={keepShared(search)}
      className={className}
      activeOptions={{ exact: room.path === '/', includeSearch: false }}
      activeProps={{ className: css.active, 'aria-current': 'page' }}
      preload="intent"
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>{t(`room.${room.id}`)}</span>
    </Link>
  )
}

/** `rooms`: those the reader may enter. */
export function Rail({ rooms, footer }: { rooms: readonly Room[]; footer: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <nav className={css.rail} aria-label={t('shell.rooms')}>
      <div className={css.brand}>
        <img src="/icon.svg" width={28} height={28} alt="" />
        <span>Rumb</span>
      </div>
      <ul className={css.list}>
        {rooms.map((room) => (
          <li key={room.id}>
            <RoomLink room={room} className={css.link} />
          </li>
        ))}
      </ul>
      <div className={css.foot}>
        {footer}
        <Preferences />
      </div>
    </nav>
  )
}

export function BottomBar({ rooms, extra }: { rooms: readonly Room[]; extra: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <nav className={css.bottom} aria-label={t('shell.rooms')}>
      {rooms.slice(0, roomsOnPhone).map((room) => (
        <RoomLink key={room.id} room={room} className={css.tab} />
      ))}
      <Menu position="top-end" width={240} shadow="md" trapFocus>
        <Menu.Target>
          <button type="button" className={css.tab}>
            <IconDots size={20} stroke={1.6} aria-hidden />
            <span>{t('shell.more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown mah="calc(100dvh - 88px)" style={{ overflowY: 'auto' }}>
          {rooms.slice(roomsOnPhone).map((room) => (
            <MenuRoom key={room.id} room={room} />
          ))}
          <Menu.Divider />
          <LanguageItems />
          <Menu.Divider />
          <SchemeItems />
          {extra}
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}

function MenuRoom({ room }: { room: Room }) {
  const { t } = useTranslation()
  const search = useSearch({ strict: false }) as SearchState
  const Icon = room.icon
  return (
    <Menu.Item
      leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
      renderRoot={(props) => <Link {...props} to={room.path} search={keepShared(search)} />}
    >
      {t(`room.${room.id}`)}
    </Menu.Item>
  )
}
