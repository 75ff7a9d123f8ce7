// The sentence a page opens with.
import type { ReactNode } from 'react'
import css from './sentence.module.css'

export function Sentence({ children }: { children: ReactNode }) {
  return <p className={css.sentence}>{children}</p>
}
