// Рабочее время: hours, holidays and own days of the company and, where they differ, of teams.
import { Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Calendar, Settings } from '../api/contract.ts'
import { useMembers } from '../api/use-members.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CalendarDays } from './calendar-days.tsx'
import { CalendarHolidays } from './calendar-holidays.tsx'
import { CalendarHours } from './calendar-hours.tsx'
import { DraftFrame } from './save-bar.tsx'
import { SettingSection } from './setting-row.tsx'
import css from './settings.module.css'
import { useDraft } from './use-draft.ts'

export function CalendarPart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  const draft = useDraft()
  const [chosen, choose] = useState<string | null>(null)
  const { members: teams } = useMembers('team', true)
  const calendars = draft.get('calendars', settings.calendars)
  const calendar = calendars.find(({ team_id }) => team_id === chosen) ?? calendars.find(({ team_id }) => team_id === null)
  const put = (next: Calendar[]) => draft.set('calendars', next, settings.calendars)
  const change = (part: Partial<Calendar>) =>
    put(calendars.map((known) => (known.team_id === calendar?.team_id ? { ...known, ...part } : known)))
  const nameOf = (id: string | null) => (id === null ? t('calendar.company') : (teams.find((team) => team.id === id)?.name ?? id))
  const without = teams.filter(({ id }) => id !== null && !calendars.some(({ team_id }) => team_id === id))
  const add = (id: string) => {
    if (!calendar) return
    put([...calendars, { ...calendar, team_id: id }])
    choose(id)
  }
  if (!calendar) return null
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('settings.part.calendar')} text={t('settings.text.calendar')}>
        <div className={css.tabs}>
          {calendars.map(({ team_id }) => (
            <button
              key={team_id ?? ''}
              type="button"
              className={css.tab}
              aria-pressed={team_id === calendar.team_id}
              onClick={() => choose(team_id)}
            >
              {nameOf(team_id)}
            </button>
          ))}
          {without.length > 0 && (
            <Select
              className={css.addTeam ?? ''}
              size="sm"
              aria-label={t('calendar.add_team')}
              placeholder={t('calendar.add_team')}
              leftSection={<IconPlus size={16} aria-hidden />}
              data={without.map(({ id, name }) => ({ value: id ?? '', label: name ?? id ?? '' }))}
              value={null}
              onChange={(id) => id && add(id)}
            />
          )}
        </div>
        <CalendarHours hours={calendar.hours} onChange={(hours) => change({ hours })} />
        {calendar.team_id !== null && (
          <TextButton
            onClick={() => {
              put(calendars.filter((known) => known !== calendar))
              choose(null)
            }}
          >
            {t('calendar.drop_team')}
          </TextButton>
        )}
      </SettingSection>
      <SettingSection title={t('calendar.holidays')}>
        <CalendarHolidays calendar={calendar} onChange={change} />
      </SettingSection>
      {(['days_off', 'extra_working_days'] as const).map((key) => (
        <SettingSection key={key} title={t(`calendar.${key}`)} text={t(`calendar.${key}_text`)}>
          <CalendarDays days={calendar[key]} onChange={(days) => change({ [key]: days })} />
        </SettingSection>
      ))}
    </DraftFrame>
  )
}
