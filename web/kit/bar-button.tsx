// The one kind of button in the period and filter bar: what is chosen, and an arrow that opens the choice.
import { IconChevronDown } from '@tabler/icons-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import css from './bar-button.module.css'

type Props = Omit<ComponentPropsWithRef<'button'>, 'type'> & {
  icon?: ReactNode
  isSet?: boolean
  /** On a phone only its icon is seen. */
  isSmall?: boolean
}

export function BarButton({ icon, isSet = false, isSmall = false, children, className, ...rest }: Props) {
  return (
    <button type="button" className={`${css.button} ${isSet ? css.set : ''} ${isSmall ? css.small : ''} ${className ?? ''}`} {...rest}>
      {icon}
      <span className={css.text}>{children}</span>
      <IconChevronDown size={16} stroke={1.6} aria-hidden className={css.arrow} />
    </button>
  )
}
