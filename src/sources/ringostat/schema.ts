// A row of Ringostat's call log: JSON or CSV by the API's names of fields.
import { z } from 'zod'
import { wire } from '../wire-values.ts'

/** What a sync asks for. */
export const FIELDS = [
  ...['calldate', 'caller', 'caller_number', 'dst', 'disposition', 'call_type', 'waittime', 'billsec', 'duration', 'connected_with'],
  ...['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'uniqueid', 'client_id', 'landing', 'refferrer'],
  ...['employee_fio', 'employee_number', 'department', 'recording', 'recording_wav', 'scheme_name', 'pool_name'],
]

export const call = z
  .object({
    ...{ calldate: wire.iso, uniqueid: wire.ref, disposition: wire.text, call_type: wire.text },
    ...{ caller: wire.text, caller_number: wire.text, dst: wire.text, connected_with: wire.text },
    ...{ waittime: wire.number, billsec: wire.number, duration: wire.number },
    ...{ employee_fio: wire.text, employee_number: wire.text, department: wire.text },
    ...{ recording: wire.text, recording_wav: wire.text, scheme_name: wire.text, pool_name: wire.text },
    ...{ utm_source: wire.text, utm_medium: wire.text, utm_campaign: wire.text, utm_content: wire.text, utm_term: wire.text },
    ...{ client_id: wire.text, landing: wire.text, refferrer: wire.text },
  })
  .refine((value) => value.calldate !== null, { path: ['calldate'], error: 'required, but empty' })
  .refine((value) => value.disposition !== null, { path: ['disposition'], error: 'required, but empty' })
export type RingostatCall = z.output<typeof call>
