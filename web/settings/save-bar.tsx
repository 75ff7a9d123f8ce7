// Keeps or drops what was changed on a settings page. Stands at the bottom while there is something to keep.
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import { type SettingOutcome, useSaveSettings } from '../api/use-settings.ts'
import { ProblemList } from '../kit/problem-list.tsx'
import { useFormat } from '../kit/use-format.ts'
import { SettingChange } from './setting-change.tsx'
import css from './settings.module.css'
import type { Draft } from './use-draft.ts'

function Refusal({ error }: { error: Error }) {
  const { t } = useFormat()
  const problems = error instanceof ApiProblem ? error.problems : []
  return (
    <div role="alert" className={css.refusal}>
      <b>{t('settings.refused')}</b>
      <ProblemList problems={problems} />
    </div>
  )
}

/** A page of settings around its draft: the rows, what the last change did, and the bar to keep the next one. */
export function DraftFrame({ draft, children }: { draft: Draft; children: ReactNode }) {
  const { t } = useFormat()
  const session = useSession()
  const save = useSaveSettings()
  const isReadOnly = session.data !== undefined && !session.data.may.includes('settingsPatch')
  const outcome: SettingOutcome | undefined = save.data
  const keep = () => save.mutate(draft.patch, { onSuccess: draft.reset })
  return (
    <>
      {isReadOnly && <p className={css.readOnly}>{t('settings.read_only')}</p>}
      <fieldset className={css.frame} disabled={isReadOnly || save.isPending}>
        {children}
      </fieldset>
      {save.isError && <Refusal error={save.error} />}
      {outcome && draft.count === 0 && <SettingChange outcome={outcome} />}
      {(draft.count > 0 || save.isPending) && (
        <section className={css.bar} aria-label={t('settings.unsaved')}>
          <span className={css.barText} role="status">
            {save.isPending ? t('settings.deriving') : t('settings.changed', { count: draft.count })}
          </span>
          <Button variant="default" onClick={draft.reset} disabled={save.isPending}>
            {t('settings.drop')}
          </Button>
          <Button onClick={keep} loading={save.isPending}>
            {t('settings.keep')}
          </Button>
        </section>
      )}
    </>
  )
}
