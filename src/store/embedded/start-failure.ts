// Turns what the server or the system said when it could not start into one clear error.

import { AppError } from '../../contract/errors.ts'

/** `said` = the output of initdb or the server, or the message of a system error. */
export function explainFailure(said: string, path: string): AppError {
  if (/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(said)) {
    return new AppError('disk_full', 'The disk of the database directory is full.', { path, hint: 'Free some space and start again.' })
  }
  if (/read-only file system|EROFS|EACCES|EPERM|Permission denied/i.test(said)) {
    return new AppError('forbidden', `The database directory cannot be written: ${lastLine(said)}`, { path })
  }
  return new AppError('engine_failed', `PostgreSQL could not start: ${lastLine(said)}`, {
    path,
    hint: 'If the directory is damaged, restore it from a backup; the log is rumb-postgres.log in it.',
  })
}

function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /FATAL|PANIC|error:|Error:/.test(line))
  return (telling.at(-1) ?? lines.at(-1) ?? 'it gave no reason').replace(/^.*?(FATAL|PANIC):\s*/, '').slice(0, 400)
}
