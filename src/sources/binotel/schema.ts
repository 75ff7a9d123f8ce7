// What Binotel sends: calls with all values as text, Unix seconds, legs in historyData.
import { z } from 'zod'
import { wire } from '../wire-values.ts'

const leg = {
  internalNumber: wire.text,
  waitsec: wire.number,
  billsec: wire.number,
  disposition: wire.text,
  employeeData: wire.values,
  employeeName: wire.text,
  employeeEmail: wire.text,
}
export const part = z.object(leg)
export type Part = z.output<typeof part>

export const call = z
  .object({
    ...leg,
    generalCallID: wire.ref,
    callID: wire.ref,
    startTime: wire.unix,
    callType: wire.text,
    externalNumber: wire.text,
    historyData: wire.list,
    pbxNumberData: wire.values,
    ...{ didNumber: wire.text, did: wire.text, linkToCallRecordInMyBusiness: wire.text },
    ...{ callTrackingData: wire.values, getCallData: wire.values, isNewCall: wire.text },
  })
  .refine((value) => (value.generalCallID ?? value.callID) !== null, { path: ['generalCallID'], error: 'required, but empty' })
  .refine((value) => value.startTime !== null, { path: ['startTime'], error: 'required, but empty' })
  .refine((value) => value.disposition !== null, { path: ['disposition'], error: 'required, but empty' })
export type BinotelCall = z.output<typeof call>
