// Records that come in through a door: who may bring them, into which workspace, and what the audit log says of it.
import type { ImportAnswer, ImportAsk, ImportNews, IngestAnswer } from '../contract/imports.ts'
import type { RecordBatch } from '../contract/records/schema.ts'
import { streams } from '../contract/streams.ts'
import { ownsHouse } from './access/caller.ts'
import { type Asker, admitTo, noteDone } from './ask-house.ts'
import { importRecords } from './import-records.ts'
import { ingestRecords } from './ingest-records.ts'
import type { House } from './open-house.ts'
import { findWritten } from './write-records.ts'

/** Records as JSON. Owners of the house make a workspace by naming it. */
export async function takeBatch(house: House, asker: Asker, batch: RecordBatch): Promise<IngestAnswer> {
  const { workspace, now } = asker
  const asked = ownsHouse(asker.caller) ? null : await admitTo(house, asker, streams.ingest.access, 'ingest')
  const { id } = await findWritten(house, asked?.workspace ?? workspace)
  const answer = await ingestRecords(house, { workspace: id, now, batch })
  const { accepted, unchanged, quarantined } = answer
  const detail = { source: batch.source, accepted, unchanged, quarantined: quarantined.length }
  await noteDone(house, { ...asker, workspace: id }, { action: 'records.written', detail })
  return answer
}

/** Files of this machine. */
export async function takeFiles(house: House, asker: Asker, ask: ImportAsk, onNews: (news: ImportNews) => void): Promise<ImportAnswer> {
  await admitTo(house, asker, streams.imports.access, 'imports')
  const { id } = await findWritten(house, asker.workspace)
  const answer = await importRecords(house, { workspace: id, now: asker.now, ask, onNews })
  if (ask.dry_run) return answer
  const accepted = answer.files.reduce((sum, file) => sum + file.accepted, 0)
  const detail = { source: ask.source, files: answer.files.length, accepted }
  await noteDone(house, { ...asker, workspace: id }, { action: 'records.imported', detail })
  return answer
}
