// One setting: what it is called, what it does to the figures, and its control beside them.
import { type ReactNode, useId } from 'react'
import css from './settings.module.css'

type Labelling = { id: string; 'aria-describedby': string }
type Props = { title: string; hint?: string | undefined; isChanged?: boolean; children: (labelling: Labelling) => ReactNode }

export function SettingRow({ title, hint, isChanged = false, children }: Props) {
  const id = useId()
  return (
    <div className={isChanged ? `${css.row} ${css.changed}` : css.row}>
      <div className={css.words}>
        <label htmlFor={id} className={css.label}>
          {title}
        </label>
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      </div>
      <div className={css.control}>{children({ id, 'aria-describedby': `${id}-hint` })}</div>
    </div>
  )
}

export function SettingSection({ title, text, children }: { title: string; text?: string | undefined; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text && <p className={`soft ${css.intro}`}>{text}</p>}
      {children}
    </section>
  )
}
