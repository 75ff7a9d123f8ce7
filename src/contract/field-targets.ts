// What of a record a field that a company made in its CRM may fill, beside `extra`. Named `kind.column`; `kind.nps` makes feedback.

export const FIELD_TARGETS = [
  ...(['deals.amount', 'deals.gross_profit', 'deals.product', 'deals.lost_reason', 'deals.nps'] as const),
  ...(['leads.product', 'leads.language', 'leads.lost_reason'] as const),
  ...(['companies.segment', 'companies.region', 'companies.industry', 'companies.size'] as const),
  ...(['contacts.position', 'contacts.nps'] as const),
] as const
export type FieldTarget = (typeof FIELD_TARGETS)[number]

/** Kinds of records whose fields are mapped. */
export const FIELD_KINDS = ['deals', 'leads', 'companies', 'contacts'] as const

/** Holds how many times the answer changed: what is read again has to count as newer than what was read before. */
export const FIELD_ROUND = 'round'

const decimals: ReadonlySet<string> = new Set(['deals.amount', 'deals.gross_profit', 'deals.nps', 'contacts.nps'])
export const isDecimalTarget = (target: string): boolean => decimals.has(target)
