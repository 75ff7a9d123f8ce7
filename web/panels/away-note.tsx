// Says that the server is away and of when the figures in sight are.
import { IconCloudOff } from '@tabler/icons-react'
import { useAway } from '../api/away.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './away-note.module.css'

export function AwayNote() {
  const { t, moment } = useFormat()
  const away = useAway()
  return (
    <div role="status">
      {away !== null && (
        <p className={css.note} data-away={away}>
          <IconCloudOff size={18} stroke={1.6} aria-hidden />
          <span>{t('away.note', { moment: moment(away) })}</span>
        </p>
      )}
    </div>
  )
}
