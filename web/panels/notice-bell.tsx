// The bell: what happened, how much of it is new, and where each of it is looked at.
import { Menu, Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Notice, useNotices } from '../api/use-notices.ts'
import { useSettings } from '../api/use-settings.ts'
import { sayNotice } from '../kit/say-notice.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './notice-bell.module.css'

const shownOnPhone = 4
const placeOf = ({ kind }: Notice) => (kind === 'findings' ? '/' : '/data')

type LineProps = { notice: Notice; isNew: boolean; timezone: string | undefined; onOpen: () => void }

function NoticeLine({ notice, isNew, timezone, onOpen }: LineProps) {
  const { t, count, moment } = useFormat()
  return (
    <li className={css.line} data-notice={notice.kind} data-new={isNew}>
      <Link to={placeOf(notice)} className={css.link} onClick={onOpen}>
        <span>{sayNotice(notice, t, count)}</span>
        <span className="small quiet">{moment(notice.at, timezone)}</span>
      </Link>
    </li>
  )
}

/** The same among the items of the phone's menu: the latest few. */
export function NoticeItems() {
  const { t, count } = useFormat()
  const { notices, unread, isOffered, see, isNew } = useNotices()
  if (!isOffered || notices.length === 0) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{unread > 0 ? t('notice.new', { count: unread }) : t('notice.title')}</Menu.Label>
      {notices.slice(0, shownOnPhone).map((notice) => (
        <Menu.Item
          key={notice.id}
          data-new={isNew(notice.id)}
          onClick={see}
          renderRoot={(props) => <Link {...props} to={placeOf(notice)} />}
        >
          {sayNotice(notice, t, count)}
        </Menu.Item>
      ))}
    </>
  )
}

export function NoticeBell() {
  const { t } = useFormat()
  const { notices, unread, isOffered, see, isNew } = useNotices()
  const [isOpen, setOpen] = useState(false)
  const timezone = useSettings(isOpen).data?.timezone
  // What was new when it was opened stays marked until it is closed.
  const close = () => {
    see()
    setOpen(false)
  }
  if (!isOffered) return null
  return (
    <Popover opened={isOpen} onChange={(open) => (open ? setOpen(true) : close())} position="top-start" shadow="md" width={320} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={css.button}
          aria-expanded={isOpen}
          data-unread={unread}
          onClick={() => (isOpen ? close() : setOpen(true))}
        >
          <IconBell size={18} stroke={1.6} aria-hidden />
          <span className={css.name}>{t('notice.title')}</span>
          {unread > 0 && (
            <>
              <span className={css.count} aria-hidden>
                {unread}
              </span>
              <span className="visually-hidden">{t('notice.new', { count: unread })}</span>
            </>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notice.title')}>
        {notices.length === 0 && <p className="soft">{t('notice.none')}</p>}
        <ul className={css.list}>
          {notices.map((notice) => (
            <NoticeLine key={notice.id} timezone={timezone} notice={notice} isNew={isNew(notice.id)} onOpen={close} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
