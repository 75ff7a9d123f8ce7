// What Bitrix24 sends, after `toCamel`: crm.item.list answers in camelCase with numbers, crm.deal.list in UPPER_CASE with text,
// and both mean the same. Booleans are Y and N, an empty map may be [].
import { z } from 'zod'
import { isValues, wire } from '../wire-values.ts'

/** What the old lists call otherwise. */
const aliases: Readonly<Record<string, string>> = {
  dateCreate: 'createdTime',
  dateModify: 'updatedTime',
  createdById: 'createdBy',
  modifyById: 'updatedBy',
  movedById: 'movedBy',
  statusSemanticId: 'stageSemanticId',
  dateInsert: 'createdTime',
  lastUpdated: 'updatedTime',
}

/** One way of naming: OWNER_TYPE_ID -> ownerTypeId. Names of custom fields stay as they are. */
function toCamel(raw: unknown): unknown {
  if (!isValues(raw)) return raw
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (/^uf_?crm/i.test(name) || !/^[A-Z0-9_]+$/.test(name)) return [name, value]
      const camel = name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
      return [aliases[camel] ?? camel, value]
    }),
  )
}

const camel = <T extends z.ZodRawShape>(shape: T) => z.preprocess(toCamel, z.looseObject(shape))

const utm = { utmSource: wire.text, utmMedium: wire.text, utmCampaign: wire.text, utmContent: wire.text, utmTerm: wire.text }
const item = {
  id: wire.id,
  title: wire.text,
  assignedById: wire.ref,
  createdTime: wire.iso,
  updatedTime: wire.iso,
  movedBy: wire.ref,
  movedTime: wire.iso,
  contactId: wire.ref,
  companyId: wire.ref,
  ...utm,
}
/** A lead, deal, invoice: what moves through stages. */
export const card = camel({
  ...item,
  categoryId: wire.text,
  stageId: wire.text,
  statusId: wire.text,
  stageSemanticId: wire.text,
  opportunity: wire.decimal,
  currencyId: wire.text,
  begindate: wire.date,
  closedate: wire.date,
  dateClosed: wire.iso,
  leadId: wire.ref,
  typeId: wire.text,
  sourceId: wire.text,
  sourceDescription: wire.text,
  statusDescription: wire.text,
  isReturnCustomer: wire.bool,
  name: wire.text,
  secondName: wire.text,
  lastName: wire.text,
})
export type Card = z.output<typeof card>

export const client = camel({
  ...item,
  name: wire.text,
  secondName: wire.text,
  lastName: wire.text,
  post: wire.text,
  industry: wire.text,
  employees: wire.text,
})
export const requisite = camel({
  id: wire.ref,
  entityTypeId: wire.text,
  entityId: wire.ref,
  rqInn: wire.text,
  rqEdrpou: wire.text,
  rqBin: wire.text,
  rqVatId: wire.text,
})
export const user = camel({
  id: wire.id,
  name: wire.text,
  lastName: wire.text,
  email: wire.text,
  active: wire.bool,
  personalMobile: wire.text,
  userType: wire.text,
  ufPhoneInner: wire.text,
  ufDepartment: wire.list,
  workPosition: wire.text,
})
export const department = camel({ id: wire.id, name: wire.text, parent: wire.ref })
export const category = camel({ id: wire.text, name: wire.text, entityTypeId: wire.text })
export const status = camel({
  entityId: wire.text,
  statusId: wire.id,
  name: wire.text,
  sort: wire.number,
  semantics: wire.text,
  extra: wire.values,
  categoryId: wire.text,
})
export type Status = z.output<typeof status>
export const move = camel({
  id: wire.id,
  typeId: wire.text,
  ownerId: wire.id,
  createdTime: wire.iso,
  categoryId: wire.text,
  stageId: wire.text,
  statusId: wire.text,
  stageSemanticId: wire.text,
})
export const productRow = camel({
  ...{
    id: wire.ref,
    ownerId: wire.ref,
    ownerType: wire.text,
    productId: wire.ref,
    productName: wire.text,
    price: wire.decimal,
    quantity: wire.decimal,
  },
  discountSum: wire.decimal,
})
export const activity = camel({
  ...{
    id: wire.id,
    ownerTypeId: wire.text,
    ownerId: wire.ref,
    typeId: wire.text,
    providerId: wire.text,
    providerTypeId: wire.text,
    subject: wire.text,
  },
  ...{
    direction: wire.text,
    startTime: wire.iso,
    endTime: wire.iso,
    deadline: wire.iso,
    createdTime: wire.iso,
    created: wire.iso,
    updatedTime: wire.iso,
  },
  ...{
    completed: wire.bool,
    responsibleId: wire.ref,
    settings: wire.values,
    bindings: wire.list,
    communications: wire.list,
    originId: wire.text,
  },
  ...{ associatedEntityId: wire.ref, files: wire.list, resultStatus: wire.text },
})
export type Activity = z.output<typeof activity>
export const call = camel({
  ...{
    id: wire.ref,
    callId: wire.ref,
    externalCallId: wire.ref,
    callType: wire.text,
    portalUserId: wire.ref,
    portalNumber: wire.text,
    phoneNumber: wire.text,
  },
  ...{
    callDuration: wire.number,
    callStartDate: wire.iso,
    callFailedCode: wire.text,
    crmEntityType: wire.text,
    crmEntityId: wire.ref,
    crmActivityId: wire.ref,
  },
  ...{ callRecordUrl: wire.text, recordDuration: wire.number },
})
export const task = camel({
  ...{
    id: wire.id,
    title: wire.text,
    deadline: wire.iso,
    createdDate: wire.iso,
    changedDate: wire.iso,
    closedDate: wire.iso,
    responsibleId: wire.ref,
    status: wire.text,
  },
  ufCrmTask: wire.list,
  responsible: wire.values,
})
