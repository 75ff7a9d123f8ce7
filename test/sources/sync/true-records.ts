// The company as records, as an import would give them: what the figures of a synced system are compared with.
import {
  amountOf,
  closedAtOf,
  isFinal,
  LOST_REASON,
  ownerOf,
  type StageKey,
  shownMoves,
  stageKeys,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from './true-company.ts'

/** Won and lost are stages in most systems; where they are states of a card, no move leads into them. */
export type Shape = {
  hasFinalStages: boolean
  /** The system keeps no history of owners and amounts: what changed before the first look nobody knows. */
  forgets?: boolean
  /** It does not say who called whom: every call counts as ours. */
  callsAreOut?: boolean
}

/** `firstLookS`: when a system that forgets was asked first. */
export function toRecords(company: TrueCompany, shape: Shape & { firstLookS: number }): Record<string, Record<string, unknown>[]> {
  const { hasFinalStages } = shape
  const lookS = shape.forgets === true ? shape.firstLookS : 0
  const deals = company.deals.filter(({ isDeleted }) => !isDeleted)
  const keys = stageKeys.filter((key) => hasFinalStages || !isFinal(key))
  return {
    people: company.people,
    pipelines: [{ id: '1', name: 'Продажи', entity: 'deal' }],
    stages: keys.map((id, position) => ({ id, pipeline_id: '1', name: stageNames[id], position, kind: isFinal(id) ? id : 'open' })),
    contacts: company.contacts.map(({ id, name, phone, createdAt }) => ({ id, name, phone, created_at: createdAt })),
    lost_reasons: [{ id: 'r', name: LOST_REASON }],
    deals: deals.map((deal) => dealRecord(deal, hasFinalStages)),
    stage_changes: deals.flatMap((deal) => movesOf(deal, hasFinalStages)),
    owner_changes: deals.flatMap((deal) =>
      since(lookS, deal.owners, deal.createdAt).map(({ at, ownerId }) => ({ entity: 'deal', entity_id: deal.id, owner_id: ownerId, at })),
    ),
    value_changes: deals.flatMap((deal) => [
      ...(hasFinalStages ? [] : outcomesOf(deal)),
      ...since(lookS, deal.amounts, deal.createdAt)
        .slice(1)
        .map(({ at, amount, before }) => ({ entity: 'deal', entity_id: deal.id, field: 'amount', at, old: before, new: amount })),
    ]),
    touches: company.calls.map(({ id, dealId, contactId, personId, at, isIn, seconds }) => ({
      ...{
        id,
        kind: 'call',
        direction: isIn && shape.callsAreOut !== true ? 'in' : 'out',
        at,
        person_id: personId,
        contact_id: contactId,
        deal_id: dealId,
        via: 'phone',
      },
      ...{ duration_s: seconds, outcome: seconds > 0 ? 'answered' : 'no_answer' },
    })),
    tasks: company.tasks.map(({ id, dealId, personId, createdAt, dueAt, doneAt }) => ({
      ...{ id, created_at: createdAt, due_at: dueAt, done_at: doneAt, person_id: personId, kind: 'call', deal_id: dealId },
    })),
  }
}

/** What is known of a history: the last state before the first look holds from the beginning. */
function since<T extends { at: number; amount?: number }>(
  lookS: number,
  list: readonly T[],
  createdAt: number,
): (T & { before?: number })[] {
  const known = list.findLastIndex(({ at }) => at <= lookS)
  const kept = known <= 0 ? list : [{ ...list[known]!, at: createdAt }, ...list.slice(known + 1)]
  return kept.map((one, place) => ({ ...one, ...(kept[place - 1]?.amount === undefined ? {} : { before: kept[place - 1]!.amount }) }))
}

function dealRecord(deal: TrueDeal, hasFinalStages: boolean): Record<string, unknown> {
  const stage = stageOf(deal)
  const open = deal.moves.findLast(({ stage: key }) => hasFinalStages || !isFinal(key))!
  return {
    ...{
      id: deal.id,
      created_at: deal.createdAt,
      contact_id: deal.contactId,
      pipeline_id: '1',
      stage_id: open.stage,
      owner_id: ownerOf(deal),
    },
    ...{ outcome: isFinal(stage) ? stage : 'open', closed_at: closedAtOf(deal), amount: amountOf(deal), currency: 'UAH' },
    ...{ lost_reason: stage === 'lost' ? 'r' : null, updated_at: deal.updatedAt },
  }
}

/** Moves that share a second are told apart by their place. */
function movesOf(deal: TrueDeal, hasFinalStages: boolean): Record<string, unknown>[] {
  return shownMoves(deal, hasFinalStages).map(({ id, at, stage, by }, seq) => {
    return { id, entity: 'deal', entity_id: deal.id, stage_id: stage, at, by_person_id: by, seq }
  })
}

/** Where won and lost are states they change without a move. */
function outcomesOf({ id, moves }: TrueDeal): Record<string, unknown>[] {
  const state = (stage: StageKey) => (isFinal(stage) ? stage : 'open')
  return moves.slice(1).flatMap(({ at, stage }, before) => {
    const old = state(moves[before]!.stage)
    return old === state(stage) ? [] : [{ entity: 'deal', entity_id: id, field: 'outcome', at, old, new: state(stage) }]
  })
}
