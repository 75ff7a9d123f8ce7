// The stand-up: one person at a time on the whole screen, a minute each, with arrow keys; the address keeps who is on.
import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { TodayPerson } from '../api/contract.ts'
import { nameMember } from '../kit/member-name.ts'
import type { SearchState } from '../kit/search-state.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PersonDay } from './person-day.tsx'
import css from './stand-up.module.css'

type Props = { people: readonly TodayPerson[]; shown: string; currency: string }

export function StandUp({ people, shown, currency }: Props) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const at = Math.max(
    0,
    people.findIndex(({ person }) => person.id === shown),
  )
  const day = people[at]
  const show = (id: string | null | undefined) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, show: id ?? undefined }), replace: true, resetScroll: false })
  const go = (step: number) => show(people[Math.min(people.length - 1, Math.max(0, at + step))]?.person.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it listens anew for each person shown
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowRight' || key === 'ArrowDown' || key === 'PageDown') go(1)
      if (key === 'ArrowLeft' || key === 'ArrowUp' || key === 'PageUp') go(-1)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [at, people])
  if (!day) return null
  const next = people[at + 1]
  return (
    <Modal
      opened
      fullScreen
      onClose={() => show(null)}
      title={t('today.standup_at', { at: at + 1, of: people.length })}
      closeButtonProps={{ 'aria-label': t('drawer.close') }}
      transitionProps={{ duration: 0 }}
    >
      <div className={css.stage}>
        <span key={day.person.id} className={css.minute} aria-hidden="true" />
        <PersonDay day={day} currency={currency} isLarge />
        <div className={css.foot}>
          <TextButton isDisabled={at === 0} onClick={() => go(-1)}>
            ← {t('records.back')}
          </TextButton>
          <span className="quiet">{next ? t('today.next', { name: nameMember(next.person, 'person', t) }) : t('today.last')}</span>
          <TextButton isDisabled={!next} onClick={() => go(1)}>
            {t('records.next')} →
          </TextButton>
        </div>
        <p className="small quiet">{t('today.keys')}</p>
      </div>
    </Modal>
  )
}
