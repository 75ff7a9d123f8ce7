// What a person's role is: as somebody confirmed it in the settings, else as the source sends it.
import type { Settings } from '../../contract/settings.ts'
import { quoteAll } from './context.ts'

/** Over columns source, id and role of rec_people. */
export function roleSql(people: Settings['people']): string {
  const names = Object.keys(people)
  if (names.length === 0) return 'toString(role)'
  const roles = names.map((name) => people[name]!.role)
  return `transform(concat(toString(source), ':', id), [${bare(names)}], [${bare(roles)}], toString(role))`
}

const bare = (texts: readonly string[]) => quoteAll(texts).slice(1, -1)
