// The bell: what happened, how much of it is new, and where each of it is looked at.
import { Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Notice, useNotices } from '../api/use-notices.ts'
import { sayNotice } from '../kit/say-notice.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './notice-bell.module.css'

function NoticeLine({ notice, isNew, onOpen }: { notice: Notice; isNew: boolean; onOpen: () => void }) {
  const { t, count, moment } = useFormat()
  return (
    <li className={css.line} data-notice={notice.kind} data-new={isNew}>
      <Link to={notice.kind === 'findings' ? '/' : '/data'} className={css.link} onClick={onOpen}>
        <span>{sayNotice(notice, t, count)}</span>
        <span className="small quiet">{moment(notice.at)}</span>
      </Link>
    </li>
  )
}

export function NoticeBell() {
  const { t } = useFormat()
  const { notices, unread, isOffered, see, isNew } = useNotices()
  const [isOpen, setOpen] = useState(false)
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
          aria-label={unread > 0 ? t('notice.new', { count: unread }) : t('notice.title')}
          aria-expanded={isOpen}
          data-unread={unread}
          onClick={() => (isOpen ? close() : setOpen(true))}
        >
          <IconBell size={18} stroke={1.6} aria-hidden />
          <span className={css.name}>{t('notice.title')}</span>
          {unread > 0 && <span className={css.count}>{unread}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notice.title')}>
        {notices.length === 0 && <p className="soft">{t('notice.none')}</p>}
        <ul className={css.list}>
          {notices.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} isNew={isNew(notice.id)} onOpen={close} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
