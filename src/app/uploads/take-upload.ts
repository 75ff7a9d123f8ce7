// Files that come through a door of the page: who may bring them and import them, into which workspace, and what the audit log says.
import type { Readable } from 'node:stream'
import type { ImportAnswer, ImportNews } from '../../contract/imports.ts'
import { streams } from '../../contract/streams.ts'
import type { Uploaded } from '../../contract/uploads.ts'
import { ownsHouse } from '../access/caller.ts'
import { type Asker, admitTo, noteDone } from '../ask-house.ts'
import { importRecords } from '../import-records.ts'
import type { House } from '../open-house.ts'
import { findWritten } from '../write-records.ts'
import { findUpload, forgetUpload, keepUpload } from './keep-upload.ts'
import { lookAtUpload } from './propose-upload.ts'
import { readMapping } from './try-upload.ts'

/** Owners of the house need no workspace: the import makes it. */
async function admit(house: House, asker: Asker, name: 'upload' | 'uploadImport'): Promise<string | null> {
  if (ownsHouse(asker.caller)) return asker.workspace
  return (await admitTo(house, asker, streams[name].access, name)).workspace
}

export async function takeUpload(house: House, asker: Asker, file: { name: string; body: () => Readable }): Promise<Uploaded> {
  await admit(house, asker, 'upload')
  const upload = await keepUpload(asker.caller, { name: file.name, body: file.body(), now: asker.now })
  const [looked] = await Promise.allSettled([lookAtUpload(upload)])
  if (looked.status === 'fulfilled') return looked.value
  await forgetUpload(asker.caller, upload.id)
  throw looked.reason
}

type Take = { id: string; source: string; mapping: Readonly<Record<string, unknown>> | null }

type Import = (onNews: (news: ImportNews) => void) => Promise<ImportAnswer>

/** Who may not is refused before a line of progress is told; then the work itself. */
export async function admitImport(house: House, asker: Asker, take: Take): Promise<Import> {
  const named = await admit(house, asker, 'uploadImport')
  const { path } = findUpload(asker.caller, take.id)
  return (onNews) => importUpload(house, { asker, named, path, take, onNews })
}

type Job = { asker: Asker; named: string | null; path: string; take: Take; onNews: (news: ImportNews) => void }

async function importUpload(house: House, { asker, named, path, take, onNews }: Job): Promise<ImportAnswer> {
  const { caller, now } = asker
  const { id } = await findWritten(house, named)
  const answer = await importRecords(house, {
    ...{ workspace: id, now, mapping: readMapping(take.mapping), onNews },
    ask: { paths: [path], source: take.source, raw: false, dry_run: false },
  })
  await forgetUpload(caller, take.id)
  const accepted = answer.files.reduce((sum, file) => sum + file.accepted, 0)
  const detail = { source: take.source, files: answer.files.length, accepted }
  await noteDone(house, { ...asker, workspace: id }, { action: 'records.imported', detail })
  return answer
}
