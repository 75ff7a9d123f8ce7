// Visits that the tracker on a company's site sends: checked, limited, written as records of their own source. What arrives while others
// are being written goes in with the next batch.
import { AppError } from '../contract/errors.ts'
import { TRACKER_SOURCE, type VisitSent } from '../contract/visits.ts'
import { findSite } from '../store/tables/site-keys.ts'
import { ingestRecords } from './ingest-records.ts'
import { RateLimit } from './limit-rate.ts'
import type { House } from './open-house.ts'

/** A minute: of one address, behind which an office may stand, and of a whole site. */
const fromAddressMax = 240
const ofSiteMax = 12_000
/** Waiting to be written. */
const waitingMax = 20_000

type Row = Record<string, string>
type Intake = { waiting: Row[]; writing: Promise<void> | null; next: Promise<void> | null }

const intakes = new WeakMap<House, Map<string, Intake>>()
const limits = new WeakMap<House, RateLimit>()

function kept<V>(map: WeakMap<House, V>, house: House, make: () => V): V {
  const known = map.get(house) ?? make()
  map.set(house, known)
  return known
}

/** Resolves when it is stored. Throws not_found for an unknown key, too_many_tries beyond the limits. */
export async function takeVisit(house: House, visit: VisitSent, { now, address }: { now: Date; address: string | null }): Promise<void> {
  const limit = kept(limits, house, () => new RateLimit())
  const tooMany = () => new AppError('too_many_tries', 'Too many visits at once.', { retryS: 60 })
  if (!limit.hasRoom(`from ${address}`, fromAddressMax, now)) throw tooMany()
  const site = await findSite(house.store.db, visit.k)
  if (site === null) throw new AppError('not_found', 'There is no site with this key.', { path: 'k' })
  if (!limit.hasRoom(`of ${site.num}`, ofSiteMax, now)) throw tooMany()
  const ofHouse = kept(intakes, house, () => new Map<string, Intake>())
  const intake = ofHouse.get(site.id) ?? { waiting: [], writing: null, next: null }
  ofHouse.set(site.id, intake)
  if (intake.waiting.length >= waitingMax) throw tooMany()
  intake.waiting.push(rowOf(visit, now))
  intake.next ??= writeNext(house, site.id, intake, now)
  await intake.next
}

/** After the batch that is being written, all that waits by then. */
async function writeNext(house: House, workspace: string, intake: Intake, now: Date): Promise<void> {
  await Promise.allSettled([intake.writing])
  const visits = intake.waiting
  intake.waiting = []
  intake.writing = intake.next
  intake.next = null
  await ingestRecords(house, { workspace, now, batch: { source: TRACKER_SOURCE, records: { visits } } })
}

const tags = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const
/** Marks of clicks, the paid ones first. */
const clickIds = [
  ...['gclid', 'gbraid', 'wbraid', 'dclid', 'yclid', 'ymclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'rb_clickid', 'vkclid'],
  ...['sccid', 'rdt_cid', 'epik', 'obclid', 'tblci', 'fbclid'],
]
/** Told by the address alone. */
const marks = ['gad_source', 'ysclid', 'srsltid', 'igsh', 'igshid', 'mc_cid', 'mc_eid', 'admitad_uid']

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

/** What of an address may be kept: no more of its query than says where the visit came from. */
function rowOf({ v, u, r, q }: VisitSent, now: Date): Row {
  const page = new URL(u)
  const query = new Map([...new URLSearchParams(q)].map(([name, value]) => [name.toLowerCase(), value.slice(0, 200)]))
  const given = (names: readonly string[]) => names.flatMap((name) => (query.get(name) ? [[name, query.get(name) ?? ''] as const] : []))
  const click = given(clickIds)[0]
  const marked = given(marks).map(([name]) => `${name}=1`)
  // A page of the same site is no place a visit comes from.
  const isForeign = hostOf(r) !== '' && hostOf(r) !== page.host
  return {
    visitor_id: v,
    at: now.toISOString(),
    url: `${page.origin}${page.pathname}${marked.length > 0 ? `?${marked.join('&')}` : ''}`.slice(0, 1000),
    ...Object.fromEntries(given(tags)),
    ...(click === undefined ? {} : { click_id: `${click[0]}=${click[1]}` }),
    ...(isForeign ? { referrer: `${new URL(r).origin}${new URL(r).pathname}`.slice(0, 1000) } : {}),
  }
}
