import { startHubspotOf } from '../fakes/hubspot-of-company.ts'
import { describeSync } from './sync/describe-sync.ts'

describeSync({
  ...{ system: 'hubspot', start: startHubspotOf, hasFinalStages: true, quietRequests: 60 },
  ...{ account: 'HubSpot 1234567', unpaid: 'daily limit', livesMonth: true },
  lacks: {},
})
