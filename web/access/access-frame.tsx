// The quiet page around what stands before the figures: signing in, a first password, an accepted invitation.
import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '../api/http.ts'
import { Form } from '../kit/form.tsx'
import { Preferences } from '../kit/preferences.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './access.module.css'

type Props = { title: string; text?: ReactNode; error?: unknown; onSubmit?: () => void; children?: ReactNode }

/** What went wrong, in the reader's words: nothing is told about which accounts exist. */
export function useAccessProblem(): (error: unknown) => string | null {
  const { t } = useFormat()
  return (error) => {
    if (!error) return null
    const code = error instanceof ApiProblem ? error.code : 'offline'
    const problem = error instanceof ApiProblem ? error.problems[0]?.path : undefined
    return t([`access.problem.${code}.${problem}`, `access.problem.${code}`, 'access.problem.unknown'])
  }
}

export function AccessFrame({ title, text, error, onSubmit, children }: Props) {
  const say = useAccessProblem()
  useEffect(() => {
    document.title = `${title} · Rumb`
  }, [title])
  return (
    <main className={css.page}>
      <div className={css.brand}>
        <img src="/icon.svg" width={32} height={32} alt="" />
        <span>Rumb</span>
      </div>
      <Form className={`card ${css.card}`} onSubmit={() => onSubmit?.()}>
        <h1 className={css.title}>{title}</h1>
        {text && <div className="soft">{text}</div>}
        {say(error) && (
          <p role="alert" className={css.alert}>
            {say(error)}
          </p>
        )}
        {children}
      </Form>
      <Preferences />
    </main>
  )
}
