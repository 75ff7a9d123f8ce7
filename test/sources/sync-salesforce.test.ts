import { startSalesforceOf } from '../fakes/salesforce-of-company.ts'
import { describeSync } from './sync/describe-sync.ts'

describeSync({
  ...{ system: 'salesforce', start: startSalesforceOf, hasFinalStages: true, quietRequests: 60, unpaid: 'daily limit', livesMonth: true },
  lacks: { tasks_hollow: 'a closed task for a call is the call itself' },
})
