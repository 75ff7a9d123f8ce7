import { describe, expect, it } from 'vitest'
import { taxIdOf, trackingOf } from '../../src/sources/named-fields.ts'
import { mapAnswers } from './map-answers.ts'

describe('fields that companies name alike', () => {
  it('are found however they are written, and nothing else is taken for them', () => {
    expect(trackingOf({ 'UTM Source': 'google', utm_medium: 'cpc', utmTerm: 'x', GCLID: 'g1', Referer: 'a.com' })).toEqual({
      ...{
        utm_source: 'google',
        utm_medium: 'cpc',
        utm_campaign: null,
        utm_content: null,
        utm_term: 'x',
        click_id: 'g1',
        referrer: 'a.com',
      },
    })
    const names = ['ИНН', 'Код ЄДРПОУ', 'NIP', 'VAT_Number', 'TaxId', 'tax-number', 'БИН/ИИН', 'edrpou']
    expect(names.map((name) => taxIdOf({ name: 'Acme', [name]: '12345678' }))).toEqual(names.map(() => '12345678'))
    expect(taxIdOf({ Инновации: 'да', Nipple: '1', Vatican: '2', Bin: '3' })).toBeNull()
  })

  it('come from every CRM: the way here of a lead or card, the tax number of a company', () => {
    const HASH = 'dcf558aac1ae4e8c4f849ba5e668430d8df9be12'
    const pipedrive = mapAnswers('pipedrive', [
      ['/api/v2/dealFields', { data: [{ field_code: HASH, field_name: 'UTM Source' }] }],
      ['/api/v2/organizationFields', { data: [{ field_code: HASH, field_name: 'NIP' }] }],
      ['/api/v2/deals', { data: [{ id: 1, title: 'D', status: 'open', custom_fields: { [HASH]: 'google' } }] }],
      ['/api/v2/organizations', { data: [{ id: 2, name: 'O', custom_fields: { [HASH]: '5252344078' } }] }],
    ])
    expect(pipedrive.deals![0]!.extra).toMatchObject({ utm_source: 'google' })
    expect(pipedrive.companies![0]).toMatchObject({ tax_id: '5252344078' })
    const hubspot = mapAnswers('hubspot', [
      ['/crm/v3/objects/leads', { results: [{ id: '1', properties: { hs_lead_name: 'L', utm_campaign: 'spring', gclid: 'g' } }] }],
      ['/crm/v3/objects/companies', { results: [{ id: '2', properties: { name: 'C', vat_number: 'PL5252344078' } }] }],
    ])
    expect(hubspot.leads![0]).toMatchObject({ utm_campaign: 'spring', campaign: 'spring', click_id: 'g' })
    expect(hubspot.companies![0]).toMatchObject({ tax_id: 'PL5252344078' })
    const salesforce = mapAnswers('salesforce', [
      [null, { Id: '00Q000000000001AAA', LastName: 'K', UTM_Source__c: 'fb', Status: 'New' }],
      [null, { Id: '001000000000001AAA', Name: 'A', INN__c: '7707083893' }],
    ])
    expect(salesforce.leads![0]).toMatchObject({ utm_source: 'fb' })
    expect(salesforce.companies![0]).toMatchObject({ tax_id: '7707083893' })
    const named = [{ field_name: 'utm_source', field_type: 'text', values: [{ value: 'yandex' }] }]
    const amocrm = mapAnswers('amocrm', [[null, { id: 1, status_id: 2, pipeline_id: 3, custom_fields_values: named }]])
    expect(amocrm.deals![0]!.extra).toMatchObject({ utm_source: 'yandex' })
  })
})
