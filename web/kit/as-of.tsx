// When what is shown was true, and in whose time.
import { useFormat } from './use-format.ts'

export function AsOf({ moment: at, timezone }: { moment: string; timezone: string }) {
  const { t, moment } = useFormat()
  return `${t('bar.as_of', { moment: moment(at, timezone) })} · ${timezone}`
}
