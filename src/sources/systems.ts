// The systems that can be read, by the names they are called.
import { googleAds, metaAds, yandexDirect } from './ads/map.ts'
import { amocrm, kommo } from './amocrm/map.ts'
import { asterisk } from './asterisk/map.ts'
import { bank1c } from './bank-1c/map.ts'
import { binotel } from './binotel/map.ts'
import { bitrix24 } from './bitrix24/map.ts'
import { hubspot } from './hubspot/map.ts'
import { google } from './mail/google.ts'
import { imap } from './mail/imap.ts'
import { microsoft } from './mail/microsoft.ts'
import { mango } from './mango/map.ts'
import { pipedrive } from './pipedrive/map.ts'
import { rates } from './rates/map.ts'
import { ringostat } from './ringostat/map.ts'
import { salesforce } from './salesforce/map.ts'
import type { Source } from './source.ts'
import { stripe } from './stripe/map.ts'
import { twilio } from './twilio/map.ts'

const sources: readonly Source[] = [
  amocrm,
  kommo,
  bitrix24,
  hubspot,
  pipedrive,
  salesforce,
  asterisk,
  binotel,
  ringostat,
  mango,
  twilio,
  stripe,
  bank1c,
  googleAds,
  metaAds,
  yandexDirect,
  google,
  microsoft,
  imap,
  rates,
]

export const systems: readonly string[] = sources.map(({ system }) => system)

/** Those that can be connected. */
export const linkedSystems: readonly string[] = sources.filter(({ link }) => link !== undefined).map(({ system }) => system)

export function findSource(system: string): Source | undefined {
  return sources.find((source) => source.system === system.trim().toLowerCase())
}
