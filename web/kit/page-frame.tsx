// The head of a page: its title for the browser and the screen reader, its bar, its body.
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import css from './page-frame.module.css'

type Props = {
  room: string
  /** Absent: the name of the room. */
  title?: string
  bar?: ReactNode
  isTitleShown?: boolean
  children: ReactNode
}

export function PageFrame({ room, title: given, bar, isTitleShown = true, children }: Props) {
  const { t } = useTranslation()
  const title = given ?? t(`room.${room}`)
  useEffect(() => {
    document.title = `${title} · Rumb`
  }, [title])
  return (
    <>
      {bar}
      <h1 className={isTitleShown ? css.title : 'visually-hidden'}>{title}</h1>
      {children}
    </>
  )
}
