// Marks clients give after a sale.
import { shared } from './book.ts'
import { timeText } from './kyiv-time.ts'
import type { Life } from './life.ts'

export function writeFeedback(life: Life, at: number, person: string): void {
  const { rng, source, serial } = life
  const { book } = life.world
  const asked = rng.next()
  const kind = rng.chance(0.6) ? 'nps' : 'csat'
  const nps = rng.weighted([1, 0, 1, 1, 2, 4, 6, 14, 22, 27, 22])
  const csat = 1 + rng.weighted([3, 4, 10, 33, 50])
  if (asked > 0.3 || !book.knows(at)) return
  book.add(source, 'feedback', {
    id: `N${serial}-${Math.floor(at)}`,
    at: timeText(at),
    kind,
    score: kind === 'nps' ? nps : csat,
    contact_id: life.client.contact,
    person_id: shared(source, person),
  })
}
