// A backup of a whole installation with embedded engines, and putting one back. Both need the directory for themselves.
import type { Config } from '../config.ts'
import { AppError } from '../contract/errors.ts'
import { type HouseLogger, openHouse } from './open-house.ts'
import { packData, unpackData } from './pack-data.ts'
import { findServer } from './server-record.ts'

export type BackedUp = { file: string; bytes: number }

/** Errors: bad_usage with engines of one's own, data_in_use beside a server, not_found without data, conflict where the file exists. */
export async function backUp(config: Config, file: string, isThere: boolean, logger: HouseLogger): Promise<BackedUp> {
  refuseOutside(config)
  refuseServed(config)
  if (!isThere)
    throw new AppError('not_found', `There is no data in ${config.data}.`, { path: config.data, hint: 'Name the directory with --data.' })
  // Opened and closed: whatever a killed program left half done is put in order, and everything written.
  await (await openHouse(config, logger)).close()
  return { file, bytes: await packData(config.data, file) }
}

/** Into a directory that is empty or not there. Errors: bad_usage, data_in_use, conflict, not_found, bad_input. */
export async function restore(config: Config, file: string): Promise<void> {
  refuseOutside(config)
  refuseServed(config)
  await unpackData(file, config.data)
}

function refuseOutside({ clickhouseUrl, postgresUrl }: Config): void {
  if (clickhouseUrl === null && postgresUrl === null) return
  throw new AppError('bad_usage', 'The data lies in databases of your own; they are backed up by their own tools.', {
    hint: 'BACKUP DATABASE of ClickHouse and pg_dump of PostgreSQL; take both of one moment.',
  })
}

function refuseServed({ data }: Config): void {
  const server = findServer(data)
  if (server === undefined) return
  throw new AppError('data_in_use', `A server runs on ${data} at ${server.url}.`, {
    path: data,
    hint: 'Stop it, and start it again afterwards; a backup needs the directory for itself.',
  })
}
