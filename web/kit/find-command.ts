// Which places of the page fit the words typed: all words must stand somewhere; a name that begins with them comes first.
export type Command = { id: string; kind: 'room' | 'person' | 'kpi' | 'view'; name: string; also?: string }

const shownMax = 12

export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const rank = ({ name }: Command) => (name.toLocaleLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return commands
    .filter(({ name, also = '' }) => words.every((word) => `${name} ${also}`.toLocaleLowerCase().includes(word)))
    .map((command, index) => ({ command, index }))
    .toSorted((a, b) => rank(a.command) - rank(b.command) || a.index - b.index)
    .slice(0, shownMax)
    .map(({ command }) => command)
}
