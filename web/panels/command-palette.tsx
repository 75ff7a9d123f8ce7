// Everywhere by keyboard: a section, a person or a KPI by a few letters, arrows and Enter.
import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useMembers } from '../api/use-members.ts'
import { useSavedViews } from '../api/use-saved-views.ts'
import { type Command, findCommands } from '../kit/find-command.ts'
import { nameMember } from '../kit/member-name.ts'
import type { Room } from '../kit/rooms.ts'
import { keepShared, parseSearch, type SearchState } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './command-palette.module.css'

type Props = { rooms: readonly Room[]; onClose: () => void }

export function CommandPalette({ rooms, onClose }: Props) {
  const { t, language } = useFormat()
  const navigate = useNavigate()
  const may = useMay()
  const { data: catalogue = [] } = useCatalogue()
  const { members } = useMembers('person', may('scorecard'))
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { data: views = [] } = useSavedViews(may('views'))
  const commands: Command[] = [
    ...rooms.map(({ id }): Command => ({ id, kind: 'room', name: t(`room.${id}`) })),
    ...views.map(({ id, name }): Command => ({ id: String(id), kind: 'view', name })),
    ...members.flatMap((member): Command[] =>
      member.id === null ? [] : [{ id: member.id, kind: 'person', name: nameMember(member, 'person', t) }],
    ),
    ...catalogue.map(
      (entry): Command => ({ id: entry.id, kind: 'kpi', name: entry.name[language], also: `${entry.id} ${entry.question[language]}` }),
    ),
  ]
  const found = findCommands(commands, typed)
  const chosen = Math.min(at, found.length - 1)
  const open = (command: Command | undefined) => {
    if (!command) return
    onClose()
    const room = rooms.find(({ id }) => id === command.id)
    if (command.kind === 'room' && room) void navigate({ to: room.path, search: keepShared })
    const view = views.find(({ id }) => String(id) === command.id)
    if (command.kind === 'view' && view) void navigate({ to: view.path, search: parseSearch(view.search) })
    if (command.kind === 'person') void navigate({ to: '/people/$id', params: { id: command.id } })
    if (command.kind === 'kpi')
      void navigate({ to: '.', search: (old: SearchState) => ({ ...old, kpi: command.id, cell: undefined, of: undefined }) })
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Enter') open(found[chosen])
    if (step !== 0) {
      event.preventDefault()
      setAt(Math.min(found.length - 1, Math.max(0, chosen + step)))
    }
  }
  return (
    <Modal opened onClose={onClose} withCloseButton={false} size={560} title={t('palette.title')} transitionProps={{ duration: 0 }}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded
        aria-controls="commands"
        aria-activedescendant={found[chosen] ? `command-${chosen}` : undefined}
        placeholder={t('palette.hint')}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div id="commands" role="listbox" aria-label={t('palette.title')} className={css.list}>
        {found.map((command, index) => (
          <button
            key={`${command.kind} ${command.id}`}
            id={`command-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={css.item}
            onClick={() => open(command)}
          >
            <span>{command.name}</span>
            <span className="small quiet">{t(`palette.${command.kind}`)}</span>
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="soft">{t('bar.nothing')}</p>}
    </Modal>
  )
}
