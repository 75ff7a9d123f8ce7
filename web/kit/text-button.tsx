// A quiet button inside content: switches a view or shows more.
import type { ReactNode } from 'react'
import css from './text-button.module.css'

type Props = {
  onClick: () => void
  isPressed?: boolean
  isExpanded?: boolean
  isDisabled?: boolean
  isQuiet?: boolean
  children: ReactNode
}

export function TextButton({ onClick, isPressed, isExpanded, isDisabled = false, isQuiet = false, children }: Props) {
  return (
    <button
      type="button"
      className={isQuiet ? `${css.button} ${css.quiet}` : css.button}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      disabled={isDisabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
