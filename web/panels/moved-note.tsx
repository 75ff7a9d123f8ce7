// Says on a page of figures that they moved because a setting was changed, while that is news.
import { Link } from '@tanstack/react-router'
import { useSettingChanges } from '../api/use-setting-changes.ts'
import { nameSettings } from '../kit/name-settings.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './moved-note.module.css'

const newsMs = 7 * 86_400_000

export function MovedNote({ asOf, timezone }: { asOf: string; timezone: string }) {
  const { t, moment } = useFormat()
  const { data } = useSettingChanges()
  const last = data?.changes[0]
  if (!last || Date.parse(asOf) - Date.parse(last.at) > newsMs) return null
  const said = { at: moment(last.at, timezone), names: nameSettings(last.keys, t) }
  return (
    <p className={css.note} data-moved-by={last.keys.join(' ')}>
      <Link to="/settings" className="inline-link">
        {last.by ? t('compass.changed_by', { ...said, by: last.by }) : t('compass.changed', said)}
      </Link>
    </p>
  )
}
