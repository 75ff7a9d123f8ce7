// Where foreign tables stand, read from an address and a token.
import { AppError } from '../../contract/errors.ts'
import { readUrl } from '../read-address.ts'
import { readPair } from '../token-pair.ts'

export type DatabasePlace = { engine: 'postgresql' | 'mysql'; host: string; database: string; user: string; password: string }
export type BucketPlace = { engine: 's3'; url: string; key: string; secret: string; format: 'Parquet' | 'CSVWithNames' | 'JSONEachRow' }
export type WebPlace = { engine: 'web'; url: string; token: string }
export type Place = DatabasePlace | BucketPlace | WebPlace

const PORTS = { postgresql: 5432, mysql: 3306 } as const
const FORMATS = { parquet: 'Parquet', csv: 'CSVWithNames', ndjson: 'JSONEachRow', jsonl: 'JSONEachRow' } as const

/** Errors: bad_input for what is no address of a table, bad_usage for a token of another form. */
export function readPlace(address: string, token: string): Place {
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):\/\/(.+)$/i.exec(address.trim()) ?? []
  const name = scheme.toLowerCase()
  if (/^(postgres|postgresql)$/.test(name)) return readDatabase('postgresql', rest, token)
  if (/^(mysql|mariadb)$/.test(name)) return readDatabase('mysql', rest, token)
  if (name === 's3') return readBucket(rest, token)
  return { engine: 'web', url: toDownload(readUrl(address)), token }
}

const noPlace = (hint: string) => new AppError('bad_input', 'This is no address of a table.', { path: 'address', hint })

/** `host[:port]/database`; a host may be the directory of a unix socket, percent-encoded. */
function readDatabase(engine: DatabasePlace['engine'], rest: string, token: string): DatabasePlace {
  const [, host, port, database] = /^([^@/:]+)(?::(\d+))?\/([^/?#]+)$/.exec(rest) ?? []
  if (host === undefined || database === undefined)
    throw noPlace(`Write it like ${engine}://db.example/erp, user and password as the token.`)
  const [user, password] = readPair(token, 'USER:PASSWORD')
  return { engine, host: `${decodeURIComponent(host)}:${port ?? PORTS[engine]}`, database: decodeURIComponent(database), user, password }
}

function readBucket(rest: string, token: string): BucketPlace {
  const [path = '', query = ''] = rest.split('?')
  const [bucket = '', ...key] = path.split('/')
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  const format = FORMATS[ending as keyof typeof FORMATS]
  if (key.length === 0 || format === undefined) throw noPlace('Write it like s3://bucket/path/orders.parquet?region=eu-central-1.')
  const asked = new URLSearchParams(query)
  const region = asked.get('region') ?? 'us-east-1'
  const endpoint = asked.get('endpoint')
  const origin = endpoint === null ? `https://${bucket}.s3.${region}.amazonaws.com` : `${readUrl(endpoint).origin}/${bucket}`
  const [id, secret] = readPair(token, 'KEY:SECRET')
  return { engine: 's3', url: `${origin}/${key.join('/')}`, key: id, secret, format }
}

/** A page of Google Sheets as its table. */
function toDownload(url: URL): string {
  const sheet = /^\/spreadsheets\/d\/([\w-]+)/.exec(url.pathname)?.[1]
  if (url.hostname !== 'docs.google.com' || sheet === undefined) return url.href
  const page = url.searchParams.get('gid') ?? /gid=(\d+)/.exec(url.hash)?.[1] ?? '0'
  return `${url.origin}/spreadsheets/d/${sheet}/export?format=csv&gid=${page}`
}
