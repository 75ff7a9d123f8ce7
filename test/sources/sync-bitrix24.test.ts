import { startFakeBitrix24 } from '../fakes/fake-bitrix24.ts'
import { describeSync } from './sync/describe-sync.ts'

describeSync({
  ...{ system: 'bitrix24', start: startFakeBitrix24, hasFinalStages: true, forgets: true, quietRequests: 15, livesMonth: true },
  lacks: { tasks_hollow: 'A to-do does not say whether a call was planned, so no call is missed behind it' },
})
