import { startFakeAmocrm } from '../fakes/fake-amocrm.ts'
import { describeSync } from './sync/describe-sync.ts'

describeSync({ system: 'amocrm', start: startFakeAmocrm, hasFinalStages: true, lacks: {}, quietRequests: 30, livesMonth: true })
