// A form of ours: it is sent by the page, and what a field lacks is said in the language of the page, not of the browser.
import type { FormEvent, ReactNode } from 'react'
import { useFormat } from './use-format.ts'

type Props = { className: string; onSubmit: () => void; children: ReactNode }

export function Form({ className, onSubmit, children }: Props) {
  const { t } = useFormat()
  const say = (event: FormEvent) => {
    if (!(event.target instanceof HTMLInputElement)) return
    const { validity, minLength } = event.target
    const words = validity.valueMissing
      ? t('form.missing')
      : validity.tooShort
        ? t('access.password_rule', { count: minLength })
        : t('form.wrong')
    event.target.setCustomValidity(words)
  }
  const forget = (event: FormEvent) => {
    if (event.target instanceof HTMLInputElement) event.target.setCustomValidity('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={className} onSubmit={submit} onInvalidCapture={say} onInputCapture={forget}>
      {children}
    </form>
  )
}
