// Tries an uploaded file by a mapping: what it would bring and what would not be taken in. Writes nothing.
import { Temporal } from 'temporal-polyfill'
import { type Mapping, parseMapping } from '../../contract/mapping.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { DEFAULT_SETTINGS } from '../../contract/settings.ts'
import type { UploadTried } from '../../contract/uploads.ts'
import type { Caller } from '../access/caller.ts'
import { importRecords } from '../import-records.ts'
import type { House } from '../open-house.ts'
import { findWritten } from '../write-records.ts'
import { findUpload } from './keep-upload.ts'

const quarantineShown = 200
const recordsShown = 5
/** What places a case in time, the surest first. */
const momentColumns = ['closed_at', 'created_at', 'at', 'day', 'issued_at', 'due_at'] as const

type Ask = { caller: Caller; workspace: string; now: Date }

/** Errors: not_found, those of a mapping and of a file that cannot be read. */
export async function tryUpload(house: House, ask: Ask, input: ResourceInput<'uploadTry'>): Promise<ResourceOutput<'uploadTry'>> {
  const { path } = findUpload(ask.caller, input.id)
  const { id, found } = await findWritten(house, ask.workspace === '' ? null : ask.workspace)
  const { files, records, quarantine } = await importRecords(house, {
    workspace: id,
    now: ask.now,
    ask: { paths: [path], source: input.source, raw: false, dry_run: true },
    mapping: readMapping(input.mapping),
    onNews: () => undefined,
  })
  const zone = (found?.settings ?? DEFAULT_SETTINGS).timezone
  const shown = Object.entries(records ?? {}).map(([kind, list]): [string, unknown[]] => [kind, list.slice(0, recordsShown)])
  return {
    files,
    quarantine: (quarantine ?? []).slice(0, quarantineShown),
    records: Object.fromEntries(shown),
    days: findDays(records ?? {}, { zone, now: ask.now }),
    timezone: zone,
  }
}

/** JSON is YAML too: what the page sends is checked as a mapping file is. */
export function readMapping(given: Readonly<Record<string, unknown>> | null): Mapping | undefined {
  return given === null ? undefined : parseMapping(JSON.stringify(given))
}

function findDays(records: Readonly<Record<string, readonly unknown[]>>, { zone, now }: { zone: string; now: Date }): UploadTried['days'] {
  const moments = Object.values(records)
    .flat()
    .flatMap((record) => momentColumns.map((column) => Date.parse(String((record as Record<string, unknown>)[column] ?? ''))))
    .filter((at) => Number.isFinite(at) && at <= now.getTime())
  if (moments.length === 0) return null
  const day = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = moments.reduce((least, at) => Math.min(least, at))
  const last = moments.reduce((most, at) => Math.max(most, at))
  return { from: day(first).toString(), to: day(last).add({ days: 1 }).toString() }
}
