// On the Compass of the demo company: the way to one's own figures.
import { Link } from '@tanstack/react-router'
import { readWorkspace } from '../api/http.ts'
import { useMay, useSession } from '../api/session.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './moved-note.module.css'

export function FirstStepsNote() {
  const { t } = useFormat()
  const may = useMay()
  const { data: session } = useSession()
  const isDemo = session?.workspaces.find(({ id }) => id === readWorkspace())?.demo === true
  if (!isDemo || !may('upload') || session.workspaces.length > 1) return null
  return (
    <p className={css.note}>
      <Link to="/start" className="inline-link">
        {t('compass.first_steps')}
      </Link>
    </p>
  )
}
