// Names that tell apart what two systems call the same: then the system is said too.
import type { Member } from '../../src/contract/answer.ts'

export function nameApart(members: readonly Member[]): { id: string; name: string }[] {
  return members.flatMap(({ id, name }) => {
    if (id === null) return []
    const isShared = members.some((other) => other.id !== id && other.name === name)
    return [{ id, name: isShared ? `${name} · ${id.slice(0, id.indexOf(':'))}` : (name ?? id) }]
  })
}
