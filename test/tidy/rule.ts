// What a tidy rule is: a name, a check over the tree, and small bad files it must find something in.
import type { Tree } from './source-tree.ts'

export type Offence = { path: string; text: string }
export type Rule = {
  name: string
  check: (tree: Tree) => Offence[]
  /** Inline trees with at least one offence each. */
  bad: readonly Readonly<Record<string, string>>[]
  /** An inline tree without any. */
  good: Readonly<Record<string, string>>
}
export const offence = (path: string, text: string): Offence => ({ path, text })
