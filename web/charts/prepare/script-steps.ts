// What a step or an objection of a script is called: by its title where a script gives one, else by its key.
import type { CallQueue } from '../../../src/contract/reviews.ts'

export function nameStep(scripts: CallQueue['scripts']): (key: string) => string {
  const titles = new Map(
    scripts.flatMap(({ steps, objections }) =>
      [...steps, ...objections].flatMap(({ key, title }) => (title ? [[key, title] as const] : [])),
    ),
  )
  return (key) => titles.get(key) ?? key
}
