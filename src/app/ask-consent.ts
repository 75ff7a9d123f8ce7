// Connecting by the consent of a person: they are sent to the provider with a state that is good once, for a quarter of an hour, in the
// tab it was asked from and for whoever asked; what comes back is changed for tokens and connected like a token.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { checkCloudHost, originOf } from '../sources/cloud-hosts.ts'
import { type ConsentGiven, consentPage, exchangeCode, readConsentAddress } from '../sources/consents.ts'
import { addConsent, takeConsent } from '../store/tables/consents.ts'
import { noteRefusal } from './access/audit.ts'
import { type Caller, nameCaller } from './access/caller.ts'
import { connectOnAsk } from './connect-on-ask.ts'
import { findLinked, wallClock } from './connect-source.ts'
import type { House } from './open-house.ts'
import { sealSecret, unsealSecret } from './seal-secret.ts'
import { checkSource } from './write-records.ts'

type Asked = { workspace: string; now: Date; caller: Caller; address: string | null; origin?: string | null }

const GOOD_MS = 15 * 60_000
const CALLBACK = '/connected'

/** Where the provider sends the person back to; has to be entered there. */
export const consentReturn = (origin: string | null | undefined): string => `${origin ?? ''}${CALLBACK}`

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
const nameOf = (caller: Caller) => JSON.stringify(nameCaller(caller))
const sealedAbout = (id: string) => `consent\n${id}`

type Kept = { system: string; source: string; key: string; given: ConsentGiven }

/** Errors: bad_usage for a system without consent, bad_input for an address that is not of its cloud. */
export async function askConsent(house: House, ask: Asked, input: ResourceInput<'consent'>): Promise<ResourceOutput<'consent'>> {
  const { system: asked, client_id, client_secret } = input
  const { system } = findLinked(asked)
  const source = input.source ?? system
  checkSource(source)
  const address = readConsentAddress(system, input.address)
  checkCloudHost(system, originOf(address), house.sourceHosts)
  const [state, key, verifier] = [randomBytes(32), randomBytes(32), randomBytes(48)].map((bytes) => bytes.toString('base64url'))
  const given: ConsentGiven = {
    ...{ address, client_id, client_secret, redirect_uri: consentReturn(ask.origin) },
    ...{ state: state!, verifier: verifier! },
  }
  const url = consentPage(system, given)
  const id = hashOf(state!)
  const kept: Kept = { system, source, key: hashOf(key!), given }
  const secret = sealSecret(house.dataDir, JSON.stringify(kept), sealedAbout(id))
  const row = { id, who: nameOf(ask.caller), workspace: ask.workspace, secret, createdAt: ask.now }
  await addConsent(house.store.db, row, new Date(ask.now.getTime() - GOOD_MS))
  return { url, state: state!, key: key! }
}

/**
 * What the provider answered, from the page it sent the person back to. Errors: forbidden for a state that is not this person's, not this
 * tab's, used or too old; source_unavailable when the person or the provider refused; those of connecting.
 */
export async function answerConsent(
  house: House,
  ask: Asked,
  { state, key, told }: ResourceInput<'consentAnswer'>,
): Promise<ResourceOutput<'consentAnswer'>> {
  const refuse = async (why: string, detail: Record<string, unknown> = {}) => {
    const { caller, now, address } = ask
    await noteRefusal(house, { caller, now, address, action: 'source.consent_refused', detail: { why, ...detail } })
  }
  const id = hashOf(state)
  const row = await takeConsent(house.store.db, id)
  const kept = row === null ? null : (JSON.parse(unsealSecret(house.dataDir, row.secret, sealedAbout(id))) as Kept)
  const isOld = row === null || ask.now.getTime() - row.createdAt.getTime() > GOOD_MS
  if (
    row === null ||
    kept === null ||
    isOld ||
    row.who !== nameOf(ask.caller) ||
    row.workspace !== ask.workspace ||
    !isSame(kept.key, hashOf(key))
  ) {
    await refuse('state')
    throw new AppError('forbidden', 'This consent was not asked for here, was used already or took too long.', {
      path: 'state',
      hint: 'Begin connecting anew.',
    })
  }
  const { system, source, given } = kept
  if (told.error !== undefined || !told.code) {
    await refuse('provider', { system, source, error: told.error?.slice(0, 100) ?? null })
    throw new AppError('source_unavailable', 'The access was not allowed.', { hint: 'Connect again and allow it.', path: 'consent' })
  }
  const { address, token } = await exchangeCode({ system, given, told, allowed: house.sourceHosts, clock: wallClock })
  return connectOnAsk(house, ask, { system, source, address, token })
}

function isSame(a: string, b: string): boolean {
  const [given, right] = [Buffer.from(a), Buffer.from(b)]
  return given.length === right.length && timingSafeEqual(given, right)
}
