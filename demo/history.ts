// History shared by leads, cards and deals: owners and moves through stages, written as known at the book's moment.
import { type Book, shared } from './book.ts'
import { pipelinesOf } from './catalogue.ts'
import type { Life } from './life.ts'
import type { Move } from './sale-path.ts'
import type { Source } from './truths.ts'

export type Owned = { person: string | null; at: number }
/** The last of these that is known. */
export const lastKnown = <T extends { at: number }>(book: Book, list: readonly T[]): T | undefined =>
  list.filter((one) => book.knows(one.at)).at(-1)

export function writeMoves(book: Book, source: Source, entity: 'lead' | 'deal', id: string, moves: readonly Move[]): void {
  for (const move of moves) {
    if (!book.knows(move.at)) continue
    book.add(source, 'stage_changes', {
      entity,
      entity_id: id,
      stage_id: move.stage,
      at: book.time(move.at),
      by_person_id: move.by === null ? undefined : shared(source, move.by),
    })
  }
}

export function writeOwners(
  book: Book,
  source: Source,
  entity: 'lead' | 'deal' | 'company' | 'contact',
  id: string,
  owners: readonly Owned[],
): void {
  for (const owned of owners) {
    if (!book.knows(owned.at)) continue
    const owner = owned.person === null ? null : shared(source, owned.person)
    book.add(source, 'owner_changes', { entity, entity_id: id, owner_id: owner, at: book.time(owned.at) })
  }
}

/** Adds the hand-over where an owner leaves while the case is still open. */
export function withLeaving(life: Life, owners: readonly Owned[], endAt: number): Owned[] {
  const { roster } = life.world
  const last = owners.at(-1)
  if (!last?.person) return [...owners]
  const successor = roster.acting(last.person, endAt)
  if (successor === last.person) return [...owners]
  return [...owners, { person: successor, at: Math.max(last.at + 60, roster.leaves(last.person)) }]
}

export function pipelineOf(source: Source, stage: string): string | undefined {
  return pipelinesOf[source].find((pipeline) => pipeline.stages.some((one) => one.id === stage))?.id
}
