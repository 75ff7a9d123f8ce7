// Which objects of Salesforce are read and which of their fields the map needs. What a user may not see is left out of the question.

export type SfObject = {
  name: string
  fields: readonly string[]
  /** Read with the fields the organisation made itself. */
  hasOwnFields?: boolean
  /** Without it nothing can be told. The others are read where the edition has them and the user may. */
  isNeeded?: boolean
}

const stamps = ['CreatedDate', 'CreatedById', 'SystemModstamp', 'LastModifiedDate', 'IsDeleted']
const person = ['Id', 'Name', 'FirstName', 'LastName', 'Title', 'Email', 'Phone', 'MobilePhone', 'OwnerId', 'MasterRecordId', ...stamps]

/** Lists that tell when a row changed last. */
export const lists: readonly SfObject[] = [
  {
    name: 'Account',
    fields: [
      ...['Id', 'Name', 'Industry', 'NumberOfEmployees', 'BillingState', 'BillingCountry', 'Website', 'OwnerId', 'MasterRecordId'],
      ...stamps,
    ],
    hasOwnFields: true,
  },
  { name: 'Contact', fields: [...person, 'AccountId'], hasOwnFields: true },
  {
    name: 'Lead',
    fields: [
      ...person,
      ...['Company', 'Status', 'LeadSource', 'IsConverted', 'ConvertedDate', 'ConvertedAccountId', 'ConvertedContactId'],
      'ConvertedOpportunityId',
    ],
    hasOwnFields: true,
  },
  {
    name: 'Opportunity',
    fields: [
      ...['Id', 'Name', 'Amount', 'CurrencyIsoCode', 'StageName', 'CloseDate', 'IsClosed', 'IsWon', 'LeadSource', 'Type', 'CampaignId'],
      ...['OwnerId', 'AccountId', 'ContactId', 'LastStageChangeDate', 'RecordTypeId', ...stamps],
    ],
    hasOwnFields: true,
    isNeeded: true,
  },
  { name: 'OpportunityContactRole', fields: ['Id', 'OpportunityId', 'ContactId', 'IsPrimary', 'SystemModstamp', 'IsDeleted'] },
  {
    name: 'OpportunityLineItem',
    fields: [
      ...['Id', 'OpportunityId', 'Product2Id', 'Name', 'ProductCode', 'Quantity', 'UnitPrice', 'ListPrice', 'TotalPrice', ...stamps],
      ...['Product2.Name', 'Product2.Family'],
    ],
    hasOwnFields: true,
  },
  {
    name: 'Task',
    fields: [
      ...['Id', 'Subject', 'TaskSubtype', 'Type', 'Status', 'IsClosed', 'ActivityDate', 'CompletedDateTime', 'CallType'],
      ...['CallDurationInSeconds', 'CallDisposition', 'CallObject', 'WhoId', 'WhatId', 'OwnerId', ...stamps],
    ],
  },
  {
    name: 'Event',
    fields: [
      ...['Id', 'Subject', 'StartDateTime', 'EndDateTime', 'ActivityDateTime', 'ActivityDate', 'IsAllDayEvent', 'Location'],
      ...['WhoId', 'WhatId', 'OwnerId', ...stamps],
    ],
  },
  {
    name: 'EmailMessage',
    fields: [
      ...['Id', 'FromAddress', 'ToAddress', 'Incoming', 'MessageDate', 'RelatedToId', 'ThreadIdentifier', 'Subject', 'Status'],
      ...['ActivityId', 'IsBounced', 'HasAttachment', ...stamps],
    ],
  },
]

const history = ['Id', 'CreatedDate', 'CreatedById']
const change = [...history, 'Field', 'OldValue', 'NewValue']

/** Read for the cases that changed, whole each time. */
export const histories: readonly SfObject[] = [
  { name: 'OpportunityHistory', fields: [...history, 'OpportunityId', 'StageName', 'Amount', 'CloseDate'], isNeeded: true },
  { name: 'OpportunityFieldHistory', fields: [...change, 'OpportunityId'] },
  { name: 'LeadHistory', fields: [...change, 'LeadId'] },
  { name: 'AccountHistory', fields: [...change, 'AccountId'] },
  { name: 'ContactHistory', fields: [...change, 'ContactId'] },
]

/** Small lists, read whole each time. */
export const references: readonly SfObject[] = [
  {
    name: 'User',
    fields: [
      ...['Id', 'Name', 'FirstName', 'LastName', 'Email', 'IsActive', 'UserRoleId', 'ManagerId', 'MobilePhone', 'Phone', 'Extension'],
      'Department',
    ],
    isNeeded: true,
  },
  { name: 'UserRole', fields: ['Id', 'Name', 'ParentRoleId'] },
  {
    name: 'OpportunityStage',
    fields: ['Id', 'ApiName', 'MasterLabel', 'IsActive', 'SortOrder', 'IsClosed', 'IsWon'],
    isNeeded: true,
  },
  { name: 'LeadStatus', fields: ['Id', 'ApiName', 'MasterLabel', 'SortOrder', 'IsConverted'] },
  { name: 'Campaign', fields: ['Id', 'Name'] },
]

/** What may point at a record that was merged into another one: list and field. */
export const pointers: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Account: [
    ['Opportunity', 'AccountId'],
    ['Contact', 'AccountId'],
  ],
  Contact: [
    ['OpportunityContactRole', 'ContactId'],
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
  ],
  Lead: [
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
  ],
}
