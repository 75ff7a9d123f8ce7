// The same client asks twice: a second card that is merged into the first.
import type { Case } from './cases.ts'
import { type Channel, channels } from './channels.ts'
import { writeMoves } from './history.ts'
import { DAY, MINUTE } from './kyiv-time.ts'
import type { Life } from './life.ts'
import { stream } from './random.ts'

/** Share of the leads of the two-card source that come twice. */
export const duplicateShare = 0.03
const visited = channels.filter((channel) => channel.visits)

export function writeDuplicate(life: Life, story: Case, owner: string): void {
  const { world, serial } = life
  const rng = stream(world.seed, 'duplicate', serial)
  const { book } = world
  const twice = rng.chance(duplicateShare)
  const at = story.arrival.at + 20 * MINUTE + Math.round(Math.min(4 * DAY, rng.exponential(0.8 * DAY)))
  const merged = world.roster.addWork(owner, at, rng.lognormal(25 * MINUTE, 0.8))
  // No channel brings more of them than of others.
  const { group } = visited[rng.weighted(visited.map(({ weight }) => weight.crm))] as Channel
  if (!twice || life.source !== 'crm' || !book.knows(at)) return
  const known = book.knows(merged)
  const id = `L${serial}d`
  book.add('crm', 'leads', {
    id,
    created_at: book.time(at),
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    origin: 'form',
    channel: group,
    owner_id: owner,
    status: known ? 'duplicate' : 'new',
    closed_at: book.time(merged),
    marked_by: known ? world.roster.acting(owner, merged) : undefined,
    merged_into: known ? story.id : undefined,
    product: story.product.name,
    language: life.client.language,
    updated_at: book.latest(at, merged),
  })
  writeMoves(book, 'crm', 'lead', id, [
    { stage: 'q_new', at, by: null },
    { stage: 'q_lost', at: merged, by: world.roster.acting(owner, merged) },
  ])
}
