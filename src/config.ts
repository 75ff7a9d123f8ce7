// Every setting of the process, in one table; the only file that reads the environment. Settings of a workspace are in
// contract/settings.ts.

import { resolve } from 'node:path'
import { AppError } from './contract/errors.ts'

type Kind<T> = { says: string; parse: (text: string) => T | undefined }

type Option<T> = {
  env: `RUMB_${string}`
  kind: Kind<T>
  /** As it would be written; null = not set. */
  fallback: string | null
  doc: string
  /** Holds a password: never printed whole. */
  isSecret?: boolean
}

const text: Kind<string> = { says: 'a text', parse: (value) => value }
const folder: Kind<string> = { says: 'a directory', parse: (value) => resolve(value) }
const moment: Kind<Date> = { says: 'a moment as ISO 8601 with an offset', parse: parseMoment }
const url = (...schemes: string[]): Kind<string> => ({
  says: `an address beginning with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  parse: (value) => (schemes.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value) ? value : undefined),
})
const origins: Kind<readonly string[]> = {
  says: 'a list of addresses, each beginning with http:// or https://, with commas between',
  parse: (value) => {
    const parts = value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    return parts.every((part) => /^https?:\/\//.test(part) && URL.canParse(part)) ? parts.map((part) => new URL(part).origin) : undefined
  },
}
const secret: Kind<string> = { says: 'a text of at least 32 characters', parse: (value) => (value.length >= 32 ? value : undefined) }
const whole = (least: number, most: number): Kind<number> => ({
  says: `a whole number from ${least} to ${most}`,
  parse: (value) => (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined),
})
const oneOf = <const T extends string>(...values: readonly T[]): Kind<T> => ({
  says: `one of ${values.join(', ')}`,
  parse: (value) => values.find((known) => known === value),
})

const option = <T>(
  env: Option<T>['env'],
  kind: Kind<T>,
  fallback: string | null,
  doc: string,
  extra: { isSecret?: boolean } = {},
): Option<T> => ({
  env,
  kind,
  fallback,
  doc,
  ...extra,
})

const OPTIONS = {
  data: option('RUMB_DATA', folder, './data', 'Directory of the data: the engines, uploaded files. `--data` of every command.'),
  workspace: option('RUMB_WORKSPACE', text, null, 'Workspace of the commands; else the only one that is not demo, else demo.'),
  lang: option(
    'RUMB_LANG',
    oneOf('ru', 'uk', 'en'),
    'en',
    'Language of the command line and of the first page; unset = that of LANG, when it is one of them.',
  ),
  port: option('RUMB_PORT', whole(0, 65_535), '4600', 'Port of the server; the next free one when it is taken, 0 = any.'),
  host: option('RUMB_HOST', text, '127.0.0.1', 'Address the server listens on; beyond this machine only with RUMB_URL.'),
  url: option(
    'RUMB_URL',
    url('http', 'https'),
    null,
    'Address people find the server under, when a proxy publishes it: https://rumb.example.com. With https cookies are secure.',
  ),
  secret: option(
    'RUMB_SECRET',
    secret,
    null,
    'Signs the cookies of sessions, at least 32 characters; unset = made once and kept in the data directory.',
    { isSecret: true },
  ),
  clickhouseUrl: option(
    'RUMB_CLICKHOUSE_URL',
    url('http', 'https'),
    null,
    'ClickHouse server, https://user:password@host:8443/database; unset = the embedded engine.',
    {
      isSecret: true,
    },
  ),
  clickhouseCluster: option(
    'RUMB_CLICKHOUSE_CLUSTER',
    text,
    null,
    'Name of the cluster on that server, for sharded and replicated tables.',
  ),
  postgresUrl: option(
    'RUMB_POSTGRES_URL',
    url('postgres', 'postgresql'),
    null,
    'PostgreSQL server (15 or newer), postgres://user:password@host:5432/database; unset = the embedded one.',
    {
      isSecret: true,
    },
  ),
  sourceHosts: option(
    'RUMB_SOURCE_HOSTS',
    origins,
    '',
    'Addresses of systems on machines of your own that the page may connect, with commas: https://crm.example.com. Clouds of known systems need none.',
  ),
  engineMemoryMb: option('RUMB_ENGINE_MEMORY', whole(256, 1_000_000), '1500', 'Megabytes the embedded ClickHouse may use.'),
  logLevel: option(
    'RUMB_LOG_LEVEL',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'How much the server logs.',
  ),
  now: option('RUMB_NOW', moment, null, 'Fixed clock, for tests and demonstrations: 2026-11-22T10:00:00Z.'),
  referenceData: option('RUMB_REFERENCE_DATA', folder, null, 'Directory of the published reference data that tests compare with.'),
}

type Options = typeof OPTIONS
type ValueOf<O> = O extends Option<infer T> ? T : never
/** Without a default a setting may be null. */
type Nullable = 'workspace' | 'url' | 'secret' | 'clickhouseUrl' | 'clickhouseCluster' | 'postgresUrl' | 'now' | 'referenceData'

export type ConfigName = keyof Options
export type Config = { readonly [N in ConfigName]: N extends Nullable ? ValueOf<Options[N]> | null : ValueOf<Options[N]> }

/** Values from the command line, as text; an undefined one counts as not given. */
export type ConfigOverrides = Partial<Record<ConfigName, string | undefined>>

type Environment = Readonly<Record<string, string | undefined>>

/** The effective settings: command line, then environment, then default. Throws bad_usage with every bad value. */
export function loadConfig(overrides: ConfigOverrides = {}, env: Environment = process.env): Config {
  const problems: { path: string; message: string }[] = []
  const config: Record<string, unknown> = {}
  for (const [name, entry] of entries()) {
    const { written, path } = effective(name, entry, overrides, env)
    const value = written === null ? null : entry.kind.parse(written)
    if (value === undefined) problems.push({ path, message: `${entry.isSecret ? 'the value' : `"${written}"`} is not ${entry.kind.says}` })
    config[name] = value
  }
  if (problems.length === 0) return config as Config
  const first = problems[0]!
  throw new AppError('bad_usage', `${first.path}: ${first.message}`, {
    path: first.path,
    problems,
    hint: '`rumb config` lists the settings.',
  })
}

export type ConfigLine = {
  name: ConfigName
  env: string
  value: string | null
  from: 'command line' | 'environment' | 'default'
  default: string | null
  says: string
  doc: string
}

/** Every setting with its effective value, for `rumb config` and the documentation. Passwords are masked. */
export function describeConfig(overrides: ConfigOverrides = {}, env: Environment = process.env): ConfigLine[] {
  return entries().map(([name, entry]) => {
    const { written, from } = effective(name, entry, overrides, env)
    const value = written !== null && entry.isSecret ? mask(written) : written
    return { name, env: entry.env, value, from, default: entry.fallback, says: entry.kind.says, doc: entry.doc }
  })
}

function entries(): [ConfigName, Option<unknown>][] {
  return Object.entries(OPTIONS) as [ConfigName, Option<unknown>][]
}

function effective(name: ConfigName, entry: Option<unknown>, overrides: ConfigOverrides, env: Environment) {
  const given = overrides[name]
  if (given !== undefined)
    return { written: given, from: 'command line', path: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` } as const
  const set = env[entry.env]
  // An empty variable is how shells and compose files say "not set".
  if (set !== undefined && set !== '') return { written: set, from: 'environment', path: entry.env } as const
  const system =
    name === 'lang' ? /^(ru|uk|en)\b/.exec((env.LC_ALL || env.LC_MESSAGES || env.LANG || '').replace('_', '-'))?.[1] : undefined
  if (system !== undefined) return { written: system, from: 'environment', path: 'LANG' } as const
  return { written: entry.fallback, from: 'default', path: entry.env } as const
}

function mask(written: string): string {
  if (!URL.canParse(written)) return '***'
  const url = new URL(written)
  if (url.password !== '') url.password = '***'
  for (const name of url.searchParams.keys()) if (/password|secret|key/i.test(name)) url.searchParams.set(name, '***')
  return url.href
}

function parseMoment(written: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(written)) return undefined
  const time = new Date(written)
  return Number.isNaN(time.getTime()) ? undefined : time
}
