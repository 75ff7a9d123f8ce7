// Where the clouds of systems answer: addresses the page may connect. What a company runs on a machine of its own is reached from
// there, behind its firewall, and is connected by a command on the machine only.
import { AppError } from '../contract/errors.ts'

type Cloud = {
  /** A name with a dot before it stands for all below it. */
  hosts: readonly string[]
  /** What an address of an account looks like; null: the system has one address, and none is asked. */
  example: string | null
  /** What can be written instead, where there are a few. */
  choices?: readonly string[]
}

const bitrix24Ends = ['ru', 'ua', 'by', 'kz', 'com', 'eu', 'pl', 'de', 'in', 'fr', 'it', 'es', 'com.br', 'com.tr']

/** Mail services that many companies use. */
const mailHosts = [
  ...['imap.gmail.com', 'outlook.office365.com', 'imap.yandex.ru', 'imap.yandex.com', 'imap.mail.ru', 'imap.ukr.net'],
  ...['imap.zoho.com', 'imap.zoho.eu', 'imap.fastmail.com', 'imap.mail.me.com', 'imap.timeweb.ru', 'imap.beget.com', 'imap.hostinger.com'],
]

const clouds: Readonly<Record<string, Cloud>> = {
  amocrm: { hosts: ['.amocrm.ru', '.amocrm.com'], example: 'company.amocrm.ru' },
  kommo: { hosts: ['.kommo.com'], example: 'company.kommo.com' },
  bitrix24: { hosts: ['oauth.bitrix.info', ...bitrix24Ends.map((end) => `.bitrix24.${end}`)], example: 'company.bitrix24.ru' },
  pipedrive: { hosts: ['.pipedrive.com'], example: 'company.pipedrive.com' },
  hubspot: { hosts: ['api.hubapi.com'], example: null },
  salesforce: { hosts: ['.salesforce.com', '.force.com'], example: 'company.my.salesforce.com' },
  binotel: { hosts: ['api.binotel.com'], example: null },
  mango: { hosts: ['app.mango-office.ru'], example: null },
  twilio: { hosts: ['api.twilio.com'], example: null },
  ringostat: { hosts: ['api.ringostat.net'], example: null },
  imap: { hosts: mailHosts, example: 'imap.gmail.com' },
  google: { hosts: ['www.googleapis.com'], example: null },
  microsoft: { hosts: ['graph.microsoft.com'], example: null },
  stripe: { hosts: ['api.stripe.com'], example: null },
  'yandex-direct': { hosts: ['api.direct.yandex.com', 'api.direct.yandex.ru'], example: null },
  'google-ads': { hosts: ['googleads.googleapis.com'], example: null },
  'meta-ads': { hosts: ['graph.facebook.com'], example: null },
  rates: { hosts: ['www.ecb.europa.eu', 'bank.gov.ua', 'www.cbr.ru'], example: 'ecb', choices: ['ecb', 'nbu', 'cbr'] },
}

export const cloudOf = (system: string): Cloud | null => clouds[system] ?? null

/** What an address is allowed by. A mail server is named as a web server of the same host would be; its usual port needs no name. */
export function originOf(address: string): string {
  const { protocol, hostname, port, host, origin } = new URL(address)
  if (!/^imaps?:$/.test(protocol)) return origin === 'null' ? `${protocol}//${host}` : origin
  const isUsual = port === '' || (protocol === 'imaps:' && port === '993')
  return `${protocol === 'imaps:' ? 'https' : 'http'}://${hostname}${isUsual ? '' : `:${port}`}`
}

export function isInCloud(system: string, origin: string): boolean {
  const { protocol, hostname, port } = new URL(origin)
  const isOwn = (clouds[system]?.hosts ?? []).some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host))
  return isOwn && protocol === 'https:' && port === ''
}

/** Throws bad_input for an address that is not in the cloud of the system and not among those the installation allows besides. */
export function checkCloudHost(system: string, origin: string, allowed: readonly string[]): void {
  if (allowed.includes(origin) || isInCloud(system, origin)) return
  const hosts = clouds[system]?.hosts ?? []
  throw new AppError('bad_input', `${origin} is not an address of ${system}.`, {
    path: 'address',
    hint: `Write it like https://${clouds[system]?.example ?? hosts[0] ?? 'crm.example.com'}; a system on a machine of your own is connected there: rumb connect, or RUMB_SOURCE_HOSTS.`,
  })
}
