// Connecting as far as others than a command on this machine may: the address is fetched by the server, so it must lie in the cloud of
// the system, or be one the installation allows. Then the first sync begins.
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { checkCloudHost, cloudOf, originOf } from '../sources/cloud-hosts.ts'
import { hasConsent } from '../sources/consents.ts'
import { readGrant } from '../sources/oauth-token.ts'
import { findSource, linkedSystems } from '../sources/systems.ts'
import type { Caller } from './access/caller.ts'
import { connectSource, findLinked } from './connect-source.ts'
import type { House } from './open-house.ts'
import { findWritten } from './write-records.ts'

type Asked = { workspace: string; now: Date; caller: Caller }

/** Errors: those of connectSource, bad_input for an address elsewhere. */
export async function connectOnAsk(house: House, ask: Asked, input: ResourceInput<'connect'>): Promise<ResourceOutput<'connect'>> {
  if (ask.caller.kind !== 'machine') checkAddress(house, input)
  const made = await connectSource(house, ask, input)
  const { id } = await findWritten(house, ask.workspace === '' ? null : ask.workspace)
  await house.syncs.ask({ workspace: id, source: made.source })
  return made
}

/** What cannot be read as an address at all is refused by connectSource. Grants of applications may name addresses too. */
function checkAddress(house: House, { system, address, token }: ResourceInput<'connect'>): void {
  const { link, system: name } = findLinked(system)
  // Where an application is sent back to is never asked.
  const grant = Object.entries(readGrant(token) ?? {}).filter(([key]) => key !== 'redirect_uri')
  const inGrant = grant.flatMap(([, value]) => (typeof value === 'string' && /^https?:/i.test(value) ? [value] : []))
  const written = link.readAddress === undefined ? withScheme(address) : link.readAddress(address)
  for (const url of [written, ...inGrant]) if (URL.canParse(url)) checkCloudHost(name, originOf(url), house.sourceHosts)
}

const withScheme = (address: string) => (/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`)

/** Those with a cloud: others are connected by a command. */
export function listSystems(redirect_uri: string): ResourceOutput<'systems'> {
  return {
    systems: linkedSystems.flatMap((system) => {
      const [cloud, found] = [cloudOf(system), findSource(system)]
      if (cloud === null || found?.link === undefined) return []
      const { isOpen, hook } = found.link
      const about = { system, title: found.title, example: cloud.example, choices: [...(cloud.choices ?? [])] }
      const has_consent = hasConsent(system)
      const doors = { has_hook: hook !== undefined, has_consent, redirect_uri: has_consent ? redirect_uri : null }
      return [{ ...about, needs_token: isOpen !== true, ...doors }]
    }),
  }
}
