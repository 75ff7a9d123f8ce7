// One door for every resource of contract/resources.ts: lets the caller in as far as their role goes, checks the question, calls the
// use case, notes in the audit log what it asks for. HTTP and the command line come through here, so both answer the same.
import type { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import { type ResourceInput, type ResourceName, type ResourceOutput, resources } from '../contract/resources.ts'
import type { Access } from '../contract/roles.ts'
import { findWorkspace } from '../store/tables/workspaces.ts'
import { findStanding } from '../warehouse/find-standing.ts'
import { acceptInvitation, lookAtInvitation } from './access/accept-invitation.ts'
import { checkCaller, checkRole, earlyResources, openWorkspace } from './access/admit.ts'
import { addKey, listKeys, revokeKey } from './access/api-keys.ts'
import { noteAudit, noteRefusal, readAudit } from './access/audit.ts'
import { type Caller, type Door, ownsHouse } from './access/caller.ts'
import { changeAccount } from './access/change-account.ts'
import { changeUser, listUsers, makePasswordLink, removeUser } from './access/change-members.ts'
import { invite, listInvitations, revokeInvitation } from './access/invite.ts'
import { listDirectory } from './access/list-directory.ts'
import { makeOwnerLink, setOwner } from './access/set-owner.ts'
import { showSession } from './access/show-session.ts'
import { signIn, signOut } from './access/sign-in.ts'
import { answerConsent, askConsent, consentReturn } from './ask-consent.ts'
import { listOwn, removeOwnKpi, restoreOwnKpi, setOwnKpi, tryOwnKpi } from './change-own-kpis.ts'
import { listScripts, removeMaterial, removeScript, setMaterial, setScript } from './change-scripts.ts'
import { changeSource, eraseSource } from './change-source.ts'
import { addView, listViews, removeView, restoreView } from './change-views.ts'
import { connectOnAsk, listSystems } from './connect-on-ask.ts'
import { disconnectSource } from './connect-source.ts'
import { showCurve } from './curves/show-curve.ts'
import { explainKpi } from './explain-kpi.ts'
import { findBottlenecks } from './find-bottlenecks.ts'
import { isKept, keepAnswer } from './keep-answers.ts'
import { acceptGuesses, listGuesses } from './list-guesses.ts'
import { listKpis, showKpi } from './list-kpis.ts'
import { listMeanings } from './list-meanings.ts'
import { listNotices } from './list-notices.ts'
import { listQuarantine } from './list-quarantine.ts'
import { listReviews } from './list-reviews.ts'
import { listSettingChanges } from './list-setting-changes.ts'
import { listSources } from './list-sources.ts'
import { listWorkspaces } from './list-workspaces.ts'
import { isNoted, noteGuesses } from './note-guesses.ts'
import type { House } from './open-house.ts'
import { patchSettings, showSettings } from './patch-settings.ts'
import { listSchemes, removeScheme, setScheme } from './pay/change-schemes.ts'
import { closeMonth, openMonth, showClosings } from './pay/close-month.ts'
import { showPay } from './pay/show-pay.ts'
import { addOneOnOne, changeOneOnOne, listOneOnOnes, removeOneOnOne } from './people/change-one-on-ones.ts'
import { showScorecard } from './people/show-scorecard.ts'
import { acceptNorms } from './plans/accept-norms.ts'
import { changePlan, removePlan, setPlans } from './plans/change-plans.ts'
import { listPromises, markPromise, removePromise } from './plans/change-promises.ts'
import { gradePlans } from './plans/keep-forecasts.ts'
import { listPlans } from './plans/list-plans.ts'
import { showPlans } from './plans/show-plans.ts'
import { queueCalls } from './queue-calls.ts'
import { readOnce } from './read-once.ts'
import { reviewCall } from './review-call.ts'
import { runQuery } from './run-query.ts'
import { searchRecords } from './search-records.ts'
import { showAttribution } from './show-attribution.ts'
import { showCohorts } from './show-cohorts.ts'
import { showConfidence } from './show-confidence.ts'
import { showFactors } from './show-factors.ts'
import { showFunnel } from './show-funnel.ts'
import { decideIdentity, listUnknownCallers, showIdentity } from './show-identity.ts'
import { showLedger } from './show-ledger.ts'
import { showLifetimeValue } from './show-lifetime-value.ts'
import { showLost } from './show-lost.ts'
import { showOffers } from './show-offers.ts'
import { showSource } from './show-source.ts'
import { showTimeline } from './show-timeline.ts'
import { showToday } from './show-today.ts'
import { renewTracker, showTracker } from './show-tracker.ts'
import { syncOnAsk } from './sync-source.ts'
import { tryCustomerRule } from './try-customer-rule.ts'
import { tryScript } from './try-script.ts'
import { forgetUpload } from './uploads/keep-upload.ts'
import { proposeUpload } from './uploads/propose-upload.ts'
import { tryUpload } from './uploads/try-upload.ts'
import { writeBrief } from './write-brief.ts'

export type Lang = 'ru' | 'uk' | 'en'
export type Asker = {
  caller: Caller
  lang: Lang
  now: Date
  /** As named by the asker; null = the default one. */
  workspace: string | null
  /** Where the request came from; null = from this machine itself. */
  address: string | null
  /** Of a browser. */
  door: Door | null
  /** Under which the house is found from outside; absent = unknown. */
  origin?: string | null
}
/** With the role in the workspace; of a route that needs none the workspace is as named, or ''. */
export type Asked = Asker & { workspace: string; viewer: Viewer }

type Answers = {
  [N in ResourceName]: (house: House, ask: Asked, input: ResourceInput<N>) => Promise<ResourceOutput<N>> | ResourceOutput<N>
}

const answers: Answers = {
  query: (house, ask, query) => runQuery(house, { ...ask, query }),
  records: (house, ask, query) => searchRecords(house, { ...ask, query }),
  funnel: (house, ask, query) => showFunnel(house, { ...ask, query }),
  attribution: (house, ask, query) => showAttribution(house, { ...ask, query }),
  ledger: (house, ask, query) => showLedger(house, { ...ask, query }),
  lost: (house, ask, query) => showLost(house, { ...ask, query }),
  explain: (house, ask, query) => explainKpi(house, { ...ask, query }),
  bottlenecks: (house, ask, query) => findBottlenecks(house, { ...ask, query }),
  curve: (house, ask, query) => showCurve(house, { ...ask, query }),
  brief: (house, ask, query) => writeBrief(house, { ...ask, query }),
  factors: (house, ask, query) => showFactors(house, { ...ask, query }),
  confidence: (house, ask, query) => showConfidence(house, { ...ask, query }),
  reviews: (house, ask, query) => listReviews(house, { ...ask, query }),
  callQueue: (house, ask, query) => queueCalls(house, { ...ask, query }),
  review: (house, ask, review) => reviewCall(house, { ...ask, review }),
  scripts: (house, ask) => listScripts(house, ask),
  scriptTry: (house, ask, input) => tryScript(house, { ...ask, input }),
  scriptSet: (house, ask, script) => setScript(house, ask, script),
  scriptRemove: (house, ask, input) => removeScript(house, ask, input),
  materialSet: (house, ask, material) => setMaterial(house, ask, material),
  materialRemove: (house, ask, input) => removeMaterial(house, ask, input),
  planList: (house, ask, query) => listPlans(house, { ...ask, query }),
  plans: (house, ask, query) =>
    query.target === undefined && query.plans === undefined ? showPlans(house, { ...ask, query }) : setPlans(house, { ...ask, query }),
  planForecasts: (house, ask, { plan }) => gradePlans(house, { ...ask, plan: plan ?? null }),
  planPatch: (house, ask, patch) => changePlan(house, { ...ask, patch }),
  planRemove: (house, ask, { id }) => removePlan(house, { ...ask, id }),
  today: (house, ask, query) => showToday(house, { ...ask, query }),
  pay: (house, ask, query) => showPay(house, { ...ask, query }),
  closings: (house, ask, { month }) => showClosings(house, { ...ask, month }),
  closingAdd: (house, ask, { month }) => closeMonth(house, { ...ask, month }),
  closingRemove: (house, ask, { month }) => openMonth(house, { ...ask, month }),
  paySchemes: (house, ask) => listSchemes(house, ask),
  paySchemeSet: (house, ask, scheme) => setScheme(house, { ...ask, scheme }),
  paySchemeRemove: (house, ask, { role }) => removeScheme(house, { ...ask, role }),
  promises: (house, ask, query) => listPromises(house, { ...ask, query }),
  promiseAdd: (house, ask, input) => markPromise(house, { ...ask, input }),
  promiseRemove: (house, ask, { id }) => removePromise(house, { ...ask, id }),
  scorecard: (house, ask, query) => showScorecard(house, { ...ask, query }),
  timeline: (house, ask, query) => showTimeline(house, { ...ask, query }),
  oneOnOnes: (house, ask, query) => listOneOnOnes(house, { ...ask, query }),
  oneOnOneAdd: (house, ask, input) => addOneOnOne(house, { ...ask, input }),
  oneOnOnePatch: (house, ask, patch) => changeOneOnOne(house, { ...ask, patch }),
  oneOnOneRemove: (house, ask, { id }) => removeOneOnOne(house, { ...ask, id }),
  planNorms: (house, ask, { id }) => acceptNorms(house, { ...ask, id }),
  cohorts: (house, ask, query) => showCohorts(house, { ...ask, query }),
  cltv: (house, ask, query) => showLifetimeValue(house, { ...ask, query }),
  offers: (house, ask, query) => showOffers(house, { ...ask, query }),
  kpis: (house, ask) => listKpis(house, ask),
  kpi: (house, ask, { id }) => showKpi(house, ask, id),
  ownKpis: (house, ask) => listOwn(house, ask),
  ownKpiTry: (house, ask, input) => tryOwnKpi(house, ask, input),
  ownKpiSet: (house, ask, input) => setOwnKpi(house, ask, input),
  ownKpiRemove: (house, ask, input) => removeOwnKpi(house, ask, input),
  ownKpiRestore: (house, ask, input) => restoreOwnKpi(house, ask, input),
  customerRuleTry: (house, ask, input) => tryCustomerRule(house, { ...ask, input }),
  views: (house, ask) => listViews(house, ask),
  viewAdd: (house, ask, input) => addView(house, ask, input),
  viewRemove: (house, ask, input) => removeView(house, ask, input),
  viewRestore: (house, ask, input) => restoreView(house, ask, input),
  settings: (house, ask) => showSettings(house, ask),
  settingsPatch: (house, ask, patch) => patchSettings(house, { ...ask, patch }),
  notices: (house, ask) => listNotices(house, ask),
  settingChanges: (house, ask) => listSettingChanges(house, ask),
  meanings: (house, ask) => listMeanings(house, ask),
  workspaces: (house, ask) => listWorkspaces(house, ask),
  sources: (house, ask) => listSources(house, ask),
  systems: (_house, { origin }) => listSystems(consentReturn(origin)),
  consent: (house, ask, input) => askConsent(house, ask, input),
  consentAnswer: (house, ask, input) => answerConsent(house, ask, input),
  source: (house, ask, input) => showSource(house, ask, input),
  sourcePatch: (house, ask, input) => changeSource(house, ask, input),
  sourceErase: (house, ask, input) => eraseSource(house, ask, input),
  connect: (house, ask, input) => connectOnAsk(house, ask, input),
  guesses: (house, ask) => listGuesses(house, ask),
  guessesAccept: (house, ask, input) => acceptGuesses(house, ask, input),
  identity: (house, ask, query) => showIdentity(house, { ...ask, query }),
  identityDecide: (house, ask, input) => decideIdentity(house, { ...ask, input }),
  unknownCallers: (house, ask, query) => listUnknownCallers(house, { ...ask, query }),
  uploadProposal: (_house, ask, input) => proposeUpload(ask, input),
  uploadTry: (house, ask, input) => tryUpload(house, ask, input),
  uploadRemove: (_house, { caller }, { id }) => forgetUpload(caller, id),
  sync: (house, ask, input) => syncOnAsk(house, ask, input),
  disconnect: (house, ask, input) => disconnectSource(house, ask, input),
  // The note is all there is to it.
  exportNote: async () => ({}),
  quarantine: (house, ask, query) => listQuarantine(house, { ...ask, query }),
  session: (house, ask) => showSession(house, ask),
  signIn: (house, ask, input) => signIn(house, ask, input),
  signOut: (house, ask) => signOut(house, ask),
  account: (house, ask, input) => changeAccount(house, ask, input),
  owner: (house, ask, input) => setOwner(house, ask, input),
  ownerLink: (house, ask) => makeOwnerLink(house, ask),
  people: (house, ask) => listDirectory(house, ask),
  users: (house, ask) => listUsers(house, ask),
  userPatch: (house, ask, input) => changeUser(house, ask, input),
  userRemove: (house, ask, input) => removeUser(house, ask, input),
  userLink: (house, ask, input) => makePasswordLink(house, ask, input),
  invitations: (house, ask) => listInvitations(house, ask),
  invite: (house, ask, input) => invite(house, ask, input),
  invitationRevoke: (house, ask, input) => revokeInvitation(house, ask, input),
  invitationLook: (house, ask, input) => lookAtInvitation(house, ask, input),
  invitationAccept: (house, ask, input) => acceptInvitation(house, ask, input),
  keys: (house, ask) => listKeys(house, ask),
  keyAdd: (house, ask, input) => addKey(house, ask, input),
  keyRevoke: (house, ask, input) => revokeKey(house, ask, input),
  siteTracker: (house, ask) => showTracker(house, ask),
  siteTrackerRenew: (house, ask) => renewTracker(house, ask),
  audit: (house, ask, query) => readAudit(house, { ...ask, query }),
}

type Noted = { action: string; detail: Record<string, unknown> }

/** What the audit log says of a question that was answered; the use cases of accounts note theirs themselves. */
const noted: { [N in ResourceName]?: (input: ResourceInput<N>) => Noted | null } = {
  records: ({ kpi, kpis, part, offset, limit, where = {} }) => ({
    action: 'records.viewed',
    detail: { kpi: kpi ?? kpis?.[0], part, offset, limit, where },
  }),
  callQueue: ({ call }) => (call === undefined ? null : { action: 'call.opened', detail: { call } }),
  review: ({ call, checks }) => ({ action: 'call.reviewed', detail: { call, steps: checks.map(({ step }) => step) } }),
  scriptSet: ({ id, name }) => ({ action: 'script.set', detail: { script: id, name } }),
  scriptRemove: ({ id }) => ({ action: 'script.removed', detail: { script: id } }),
  materialSet: ({ id, name }) => ({ action: 'material.set', detail: { material: id, name } }),
  materialRemove: ({ id }) => ({ action: 'material.removed', detail: { material: id } }),
  exportNote: ({ name, form, at }) => ({ action: 'page.exported', detail: { name: `${name}.${form}`, at } }),
  quarantine: ({ source, kind, offset, limit }) => ({ action: 'quarantine.viewed', detail: { source, kind, offset, limit } }),
  plans: ({ metric, target, plans }) =>
    target === undefined && plans === undefined ? null : { action: 'plans.set', detail: { metric, plans: plans?.length } },
  planPatch: ({ id }) => ({ action: 'plans.changed', detail: { id } }),
  planRemove: ({ id }) => ({ action: 'plans.removed', detail: { id } }),
  pay: ({ month, person }) => ({ action: 'pay.viewed', detail: { month, person } }),
  closings: ({ month }) => ({ action: 'pay.viewed', detail: { month } }),
  closingAdd: ({ month }) => ({ action: 'month.closed', detail: { month } }),
  closingRemove: ({ month }) => ({ action: 'month.opened', detail: { month } }),
  paySchemeSet: ({ role }) => ({ action: 'pay.scheme_set', detail: { role } }),
  paySchemeRemove: ({ role }) => ({ action: 'pay.scheme_removed', detail: { role } }),
  promiseAdd: ({ deal, day }) => ({ action: 'promises.marked', detail: { deal, day } }),
  promiseRemove: ({ id }) => ({ action: 'promises.removed', detail: { id } }),
  scorecard: ({ id }) => ({ action: 'scorecard.viewed', detail: { person: id } }),
  timeline: ({ kind, id }) => ({ action: 'records.viewed', detail: { kind, id } }),
  oneOnOneAdd: ({ person, day }) => ({ action: 'one_on_one.noted', detail: { person, day } }),
  oneOnOnePatch: ({ id }) => ({ action: 'one_on_one.changed', detail: { id } }),
  oneOnOneRemove: ({ id }) => ({ action: 'one_on_one.removed', detail: { id } }),
  planNorms: ({ id }) => ({ action: 'plans.norms_accepted', detail: { id } }),
  connect: ({ system, source, address }) => ({ action: 'source.connected', detail: { system, source: source ?? system, address } }),
  consent: ({ system, source }) => ({ action: 'source.consent_asked', detail: { system, source: source ?? system } }),
  consentAnswer: () => ({ action: 'source.connected', detail: { by: 'consent' } }),
  sync: ({ id, since }) => ({ action: 'source.synced', detail: { source: id, since } }),
  sourcePatch: ({ id, paused, every_minutes }) => ({ action: 'source.changed', detail: { source: id, paused, every_minutes } }),
  sourceErase: ({ id }) => ({ action: 'source.erased', detail: { source: id } }),
  disconnect: ({ id }) => ({ action: 'source.disconnected', detail: { source: id } }),
  identity: ({ kind, state, offset, limit }) => ({ action: 'identity.viewed', detail: { kind, state, offset, limit } }),
  identityDecide: ({ kind, a, b, verdict }) => ({ action: 'identity.decided', detail: { kind, a, b, verdict } }),
  unknownCallers: ({ days, offset, limit }) => ({ action: 'records.viewed', detail: { unknown_callers: days, offset, limit } }),
  siteTrackerRenew: () => ({ action: 'tracker.renewed', detail: {} }),
  guessesAccept: ({ places, values }) => ({
    action: 'settings.changed',
    detail: { keys: [...(places ?? []), ...Object.keys(values ?? {})] },
  }),
  ownKpiSet: ({ source }) => ({ action: 'kpi.set', detail: { source: source.slice(0, 2000) } }),
  ownKpiRemove: ({ id }) => ({ action: 'kpi.removed', detail: { kpi: id } }),
  ownKpiRestore: ({ id }) => ({ action: 'kpi.restored', detail: { kpi: id } }),
  viewAdd: ({ name, shared }) => ({ action: 'view.kept', detail: { name, shared } }),
  viewRemove: ({ id }) => ({ action: 'view.removed', detail: { view: id } }),
  settingsPatch: (patch) => ({ action: 'settings.changed', detail: { keys: Object.keys(patch) } }),
}

/** The answer of a resource. Throws AppErrors: bad_input with every problem of the question, and what the use case throws. */
export async function askHouse<N extends ResourceName>(house: House, asker: Asker, name: N, input: unknown): Promise<ResourceOutput<N>> {
  const asked = await admit(house, asker, name)
  const question = parseInput<ResourceInput<N>>(resources[name].input, input)
  const answer: Answers[N] = answers[name]
  const answered = await (reads(name, question)
    ? keepAnswer(house, asked, { name, question }, async () => answer(readOnce(house), asked, question))
    : answer(house, asked, question))
  const given = isNoted(name) ? await noteGuesses(house, asked, { name, question, answer: answered }) : answered
  const note: ((input: ResourceInput<N>) => Noted | null) | undefined = noted[name]
  const done = note?.(question)
  if (done) await noteDone(house, asked, done)
  return given
}

/** POST /api/plans sets, where it brings a target. */
function reads(name: ResourceName, question: unknown): boolean {
  const { target, plans } = question as { target?: unknown; plans?: unknown }
  return isKept(name) && target === undefined && plans === undefined
}

async function admit(house: House, asker: Asker, name: ResourceName): Promise<Asked> {
  const { access } = resources[name]
  // A change of settings may make a workspace, too.
  const isEarly = earlyResources.has(name) || (name === 'settingsPatch' && asker.workspace !== null)
  if (isEarly && ownsHouse(asker.caller)) return { ...asker, viewer: houseOwner, workspace: asker.workspace ?? '' }
  return admitTo(house, asker, access, name)
}

const houseOwner: Viewer = { role: 'owner', person: null, teams: [] }
/** Of routes without a workspace: sees no row. */
const blind: Viewer = { role: 'rep', person: null, teams: [] }

/** Lets the caller in, or refuses and notes it. `what` names the route. */
export async function admitTo(house: House, asker: Asker, access: Access, what: string): Promise<Asked> {
  const [admitted] = await Promise.allSettled([judge(house, asker, access)])
  if (admitted.status === 'fulfilled') return admitted.value
  if (admitted.reason instanceof AppError && !ownsHouse(asker.caller)) {
    const { caller, now, address } = asker
    const detail = { what, code: admitted.reason.code, ...(asker.workspace === null ? {} : { workspace: asker.workspace.slice(0, 63) }) }
    await noteRefusal(house, { caller, now, address, action: 'request.refused', detail })
  }
  throw admitted.reason
}

async function judge(house: House, asker: Asker, access: Access): Promise<Asked> {
  checkCaller(asker.caller, access)
  if (typeof access === 'string') return { ...asker, viewer: blind, workspace: asker.workspace ?? '' }
  const { workspace, viewer } = await openWorkspace(house, asker.caller, asker.workspace)
  checkRole(viewer, access)
  return { ...asker, viewer: await standingOf(house, workspace.num, viewer), workspace: workspace.id }
}

/** A person who is one with somebody of another source sees what is theirs under either name. */
async function standingOf({ warehouse }: House, ws: number, viewer: Viewer): Promise<Viewer> {
  if (viewer.person === null) return viewer
  const standing = await findStanding(warehouse, ws, [viewer.person])
  return { ...viewer, person: standing.get(viewer.person) ?? viewer.person }
}

/** Notes something done in the workspace asked. */
export async function noteDone(
  house: House,
  asked: Asker & { workspace: string },
  done: { action: string; detail: Record<string, unknown> },
): Promise<void> {
  const { caller, now, address } = asked
  const ws = (await findWorkspace(house.store.db, asked.workspace))?.num ?? null
  await noteAudit(house, { caller, now, address, ws, ...done })
}

/** Checks what came from outside; bad_input names every problem with its place. */
export function parseInput<T>(schema: z.ZodType, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data as T
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const first = problems[0]
  throw new AppError('bad_input', first ? `${first.path || 'the request'}: ${first.message}` : 'The request cannot be read.', {
    problems,
    ...(first?.path ? { path: first.path } : {}),
  })
}
