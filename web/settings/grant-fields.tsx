// A role and what it is narrowed to: the record of a salesperson, the teams of a lead.
import { MultiSelect, Select } from '@mantine/core'
import type { Role } from '../api/contract.ts'
import { useSession } from '../api/session.ts'
import { useDirectory } from '../api/use-members-access.ts'
import { useFormat } from '../kit/use-format.ts'

export type Grant = { role: Role; person: string | null; teams: string[] }
export const emptyGrant: Grant = { role: 'rep', person: null, teams: [] }

const roles = ['owner', 'head', 'lead', 'rep', 'reviewer', 'analyst'] as const satisfies readonly Role[]
/** A head gives the roles of those they lead; the owner gives all. */
const byHead = new Set<Role>(['lead', 'rep', 'reviewer', 'analyst'])

export function isComplete({ role, person, teams }: Grant): boolean {
  return role === 'rep' ? person !== null : role !== 'lead' || teams.length > 0
}

export function useGrantable(): (role: Role) => boolean {
  const { data } = useSession()
  return (role) => data?.role === 'owner' || (data?.role === 'head' && byHead.has(role))
}

export function GrantFields({ grant, onChange }: { grant: Grant; onChange: (grant: Grant) => void }) {
  const { t } = useFormat()
  const mayGive = useGrantable()
  const { data } = useDirectory()
  const named = (list: readonly { id: string; name: string }[] = []) => list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Select
        label={t('users.role')}
        description={t(`role_text.${grant.role}`)}
        data={roles.filter((role) => mayGive(role) || role === grant.role).map((value) => ({ value, label: t(`role.${value}`) }))}
        value={grant.role}
        onChange={(role) => role && onChange({ role: role as Role, person: null, teams: [] })}
        allowDeselect={false}
      />
      {grant.role === 'rep' && (
        <Select
          label={t('users.person')}
          description={t('users.person_text')}
          placeholder={t('users.choose_person')}
          data={named(data?.people)}
          value={grant.person}
          onChange={(person) => onChange({ ...grant, person })}
          searchable
          required
          nothingFoundMessage={t('bar.nothing')}
        />
      )}
      {grant.role === 'lead' && (
        <MultiSelect
          label={t('users.teams')}
          placeholder={grant.teams.length === 0 ? t('users.choose_teams') : ''}
          data={named(data?.teams)}
          value={grant.teams}
          onChange={(teams) => onChange({ ...grant, teams })}
          required
        />
      )}
    </>
  )
}
