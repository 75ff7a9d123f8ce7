// A part of a page under its own heading, with what switches it at the right.
import { type ReactNode, useId } from 'react'
import css from './part.module.css'

type Props = { title: string; hint?: string | undefined; aside?: ReactNode; ref?: React.Ref<HTMLElement>; children: ReactNode }

export function Part({ title, hint, aside, ref, children }: Props) {
  const id = useId()
  return (
    <section className={css.part} aria-labelledby={id} ref={ref}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {hint && <p className={`soft ${css.hint}`}>{hint}</p>}
      {children}
    </section>
  )
}
