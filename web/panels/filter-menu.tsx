// Filtering by one dimension: a list with a search, several at once, kept in the address.
import { Checkbox, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMembers } from '../api/use-members.ts'
import { BarButton } from '../kit/bar-button.tsx'
import { Bone } from '../kit/bone.tsx'
import { nameMember } from '../kit/member-name.ts'
import { type FilterDimension, unknownMember } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './filter-menu.module.css'

type Props = { dimension: FilterDimension; chosen: string[]; onChange: (chosen: string[]) => void }
const searchFrom = 9

function useChoices(dimension: FilterDimension, isAsked: boolean) {
  const { t } = useFormat()
  const { members, isPending } = useMembers(dimension, isAsked)
  return { isPending, choices: members.map((member) => ({ id: member.id ?? unknownMember, name: nameMember(member, dimension, t) })) }
}

/** The list alone: in the bar it hangs below its button, on a phone it stands in the filter sheet. */
export function FilterList({ dimension, chosen, onChange }: Props) {
  const { t } = useFormat()
  const { choices, isPending } = useChoices(dimension, true)
  const [wanted, setWanted] = useState('')
  if (isPending) return <Bone height={160} />
  const shown = choices.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()))
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <div className={css.list}>
      {choices.length >= searchFrom && (
        <TextInput
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          placeholder={t('bar.search')}
          aria-label={t('bar.search')}
          data-autofocus
        />
      )}
      <fieldset className={css.choices}>
        <legend className="visually-hidden">{t(`dimension.${dimension}`)}</legend>
        {shown.map(({ id, name }) => (
          <Checkbox key={id} label={name} checked={chosen.includes(id)} onChange={() => toggle(id)} className={css.choice} />
        ))}
        {shown.length === 0 && <span className="quiet">{t('bar.nothing')}</span>}
      </fieldset>
      {chosen.length > 0 && (
        <button type="button" className={css.clear} onClick={() => onChange([])}>
          {t('bar.clear')}
        </button>
      )}
    </div>
  )
}

export function FilterMenu(props: Props) {
  const { t } = useFormat()
  const { dimension, chosen } = props
  const [isOpen, setOpen] = useState(false)
  const { choices } = useChoices(dimension, chosen.length > 0)
  const first = choices.find(({ id }) => id === chosen[0])?.name ?? '…'
  const label = t(`dimension.${dimension}`)
  const name = chosen.length === 0 ? label : chosen.length === 1 ? first : t('bar.several', { name: label, count: chosen.length })
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" trapFocus width={280}>
      <Popover.Target>
        <BarButton
          isSet={chosen.length > 0}
          onClick={() => setOpen(!isOpen)}
          aria-label={t('bar.filter', { name: label, chosen: chosen.length === 0 ? t('bar.all') : name })}
        >
          {name}
        </BarButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{isOpen && <FilterList {...props} />}</Popover.Dropdown>
    </Popover>
  )
}
