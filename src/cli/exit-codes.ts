// What a failure says to the shell: one table from code to exit code. 0 is done, 1 an answer that is "no".
import type { ErrorCode } from '../contract/errors.ts'

export const exitDone = 0
/** The answer is "no", or rows were quarantined. */
export const exitNo = 1

export const exitCodes = {
  bad_usage: 2,
  bad_input: 2,
  ambiguous_input: 2,
  not_found: 2,
  conflict: 2,
  too_large: 2,
  not_signed_in: 3,
  forbidden: 3,
  too_many_tries: 3,
  busy: 4,
  engine_unavailable: 4,
  engine_failed: 4,
  query_too_heavy: 4,
  schema_newer: 4,
  data_in_use: 4,
  disk_full: 4,
  source_unavailable: 4,
} as const satisfies Record<ErrorCode, number>
