// What Salesforce sends: records that name their type, JSON numbers, times with +0000, ids of 15 or 18 characters.
import { z } from 'zod'
import { isValues, toText, type Values, wire } from '../wire-values.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** An id of 15 characters minds its case; the 18 add it as letters, so both name one record. */
export function to18(value: unknown): string | null {
  const id = toText(value)
  if (id === null || !/^[A-Za-z0-9]{15}$/.test(id)) return id
  const checks = [0, 5, 10].map(
    (start) => ALPHABET[[...id.slice(start, start + 5)].reduce((bits, letter, at) => bits + (/[A-Z]/.test(letter) ? 1 << at : 0), 0)],
  )
  return `${id}${checks.join('')}`
}

const ref = z.unknown().optional().transform(to18)
const id = wire.id.transform((value) => to18(value)!)
const stamps = {
  CreatedDate: wire.utc,
  CreatedById: ref,
  SystemModstamp: wire.utc,
  LastModifiedDate: wire.utc,
  IsDeleted: wire.bool,
  MasterRecordId: ref,
}

export const user = z.looseObject({
  ...{
    Id: id,
    Name: wire.text,
    FirstName: wire.text,
    LastName: wire.text,
    Email: wire.text,
    IsActive: wire.bool,
    UserRoleId: ref,
    ManagerId: ref,
  },
  ...{ MobilePhone: wire.text, Phone: wire.text, Extension: wire.text, Department: wire.text },
})
export const role = z.object({ Id: id, Name: wire.text, ParentRoleId: ref })
export const stage = z.object({
  ApiName: wire.text,
  MasterLabel: wire.text,
  IsActive: wire.bool,
  SortOrder: wire.number,
  IsClosed: wire.bool,
  IsWon: wire.bool,
  IsConverted: wire.bool,
})
export const opportunity = z.looseObject({
  ...{
    Id: id,
    Name: wire.text,
    Amount: wire.decimal,
    CurrencyIsoCode: wire.text,
    StageName: wire.text,
    CloseDate: wire.text,
    IsClosed: wire.bool,
    IsWon: wire.bool,
  },
  ...{
    LeadSource: wire.text,
    Type: wire.text,
    CampaignId: ref,
    OwnerId: ref,
    AccountId: ref,
    ContactId: ref,
    LastStageChangeDate: wire.utc,
    RecordTypeId: ref,
    RecordType: wire.values,
    Probability: wire.text,
    NextStep: wire.text,
    ...stamps,
  },
})
export type Opportunity = z.output<typeof opportunity>
export const lead = z.looseObject({
  ...{
    Id: id,
    Name: wire.text,
    FirstName: wire.text,
    LastName: wire.text,
    Company: wire.text,
    Title: wire.text,
    Email: wire.text,
    Phone: wire.text,
    MobilePhone: wire.text,
  },
  ...{
    Status: wire.text,
    LeadSource: wire.text,
    IsConverted: wire.bool,
    ConvertedDate: wire.text,
    ConvertedAccountId: ref,
    ConvertedContactId: ref,
  },
  ...{ ConvertedOpportunityId: ref, OwnerId: ref, ...stamps },
})
export type Lead = z.output<typeof lead>
export const account = z.looseObject({
  ...{
    Id: id,
    Name: wire.text,
    Industry: wire.text,
    NumberOfEmployees: wire.text,
    BillingState: wire.text,
    BillingCountry: wire.text,
    Website: wire.text,
    OwnerId: ref,
    ...stamps,
  },
})
export const contact = z.looseObject({
  ...{
    Id: id,
    Name: wire.text,
    FirstName: wire.text,
    LastName: wire.text,
    AccountId: ref,
    Email: wire.text,
    Phone: wire.text,
    MobilePhone: wire.text,
    Title: wire.text,
    OwnerId: ref,
  },
  ...stamps,
})
export const history = z.object({
  ...{
    Id: ref,
    OpportunityId: ref,
    CreatedDate: wire.utc,
    CreatedById: ref,
    StageName: wire.text,
    Amount: wire.decimal,
    CloseDate: wire.text,
  },
})
export type History = z.output<typeof history>
export const fieldHistory = z.object({
  ...{
    Id: ref,
    OpportunityId: ref,
    LeadId: ref,
    AccountId: ref,
    ContactId: ref,
    Field: wire.text,
    OldValue: wire.any,
    NewValue: wire.any,
    CreatedDate: wire.utc,
    CreatedById: ref,
  },
})
export type FieldHistory = z.output<typeof fieldHistory>
export const lineItem = z.looseObject({
  ...{
    Id: id,
    OpportunityId: ref,
    Product2Id: ref,
    Name: wire.text,
    Product2: wire.values,
    PricebookEntry: wire.values,
    ProductCode: wire.text,
    Quantity: wire.decimal,
  },
  ...{ UnitPrice: wire.decimal, ListPrice: wire.decimal, TotalPrice: wire.decimal, ...stamps },
})
export const task = z.looseObject({
  ...{
    Id: id,
    Subject: wire.text,
    TaskSubtype: wire.text,
    Type: wire.text,
    Status: wire.text,
    IsClosed: wire.bool,
    ActivityDate: wire.text,
    CompletedDateTime: wire.utc,
  },
  ...{
    CallType: wire.text,
    CallDurationInSeconds: wire.number,
    CallDisposition: wire.text,
    CallObject: wire.text,
    WhoId: ref,
    WhatId: ref,
    OwnerId: ref,
    ...stamps,
  },
})
export type Task = z.output<typeof task>
export const event = z.looseObject({
  ...{
    Id: id,
    Subject: wire.text,
    StartDateTime: wire.utc,
    EndDateTime: wire.utc,
    ActivityDateTime: wire.utc,
    ActivityDate: wire.text,
    IsAllDayEvent: wire.bool,
  },
  ...{ Location: wire.text, WhoId: ref, WhatId: ref, OwnerId: ref, ...stamps },
})
export const email = z.looseObject({
  ...{
    Id: id,
    FromAddress: wire.text,
    ToAddress: wire.text,
    Incoming: wire.bool,
    MessageDate: wire.utc,
    RelatedToId: ref,
    ThreadIdentifier: wire.text,
    Subject: wire.text,
  },
  ...{ Status: wire.text, ActivityId: ref, IsBounced: wire.bool, HasAttachment: wire.bool, ...stamps },
})
export const contactRole = z.object({ OpportunityId: ref, ContactId: ref, IsPrimary: wire.bool })
export const campaign = z.object({ Id: id, Name: wire.text })
export const product = z.object({ Id: id, Name: wire.text, Family: wire.text })
export const removal = z.object({ id, deletedDate: wire.utc })

/** Fields an organisation made itself; names of what a lookup points at are taken from it. */
export function customFields(values: Values): Record<string, string> {
  const own = Object.entries(values).filter(([name]) => /__[cr]$/.test(name))
  return Object.fromEntries(
    own.flatMap(([name, value]) => {
      const text = isValues(value) ? toText(value.Name) : toText(value)
      return text === null ? [] : [[name.replace(/__[cr]$/, ''), text]]
    }),
  )
}
