import { startFakePipedrive } from '../fakes/fake-pipedrive.ts'
import { describeSync } from './sync/describe-sync.ts'

describeSync({
  ...{ system: 'pipedrive', start: startFakePipedrive, hasFinalStages: false, callsAreOut: true, quietRequests: 60, livesMonth: true },
  lacks: { tasks_hollow: 'An activity of the type task does not say whether a call was planned' },
})
