// Every command of `rumb` in one table, each loaded when it is called.
import type { ParseArgsOptionsConfig } from 'node:util'
import type { CommandEntry } from './command.ts'

/** Every command takes these. */
export const globalOptions = {
  data: { type: 'string' },
  workspace: { type: 'string' },
  format: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

const period = {
  from: { type: 'string' },
  to: { type: 'string' },
  last: { type: 'string' },
  where: { type: 'string', multiple: true },
  compare: { type: 'string' },
  'as-of': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig
const by = { by: { type: 'string', multiple: true } } as const satisfies ParseArgsOptionsConfig
const model = { model: { type: 'string' }, 'with-repeat': { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig
const switches = { ...model, 'with-costs': { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig
const limit = { limit: { type: 'string' } } as const satisfies ParseArgsOptionsConfig
const port = { port: { type: 'string' } } as const satisfies ParseArgsOptionsConfig
const grant = {
  role: { type: 'string' },
  person: { type: 'string' },
  team: { type: 'string', multiple: true },
} as const satisfies ParseArgsOptionsConfig
const asked = '[--from D --to D | --last 90d] [--where DIM=VALUE]... [--compare previous|year] [--as-of T]'

export const commands: Readonly<Record<string, CommandEntry>> = {
  serve: {
    usage: 'serve [--port 4600]',
    summary: 'Start everything; prints the address and a one-time owner link',
    options: port,
    load: () => import('./commands/serve.ts'),
  },
  demo: {
    usage: 'demo [--port 4600]',
    summary: 'The same on the demo company, which is made on the first start and extended to today on later ones',
    options: port,
    load: () => import('./commands/demo.ts'),
  },
  import: {
    usage: 'import PATH... --source NAME [--map FILE] [--raw [--system SYSTEM]] [--dry-run]',
    summary: 'Take in a directory, files (csv, tsv, xlsx, ndjson, json, parquet) or a zip; raw: what the API of a system answered',
    options: {
      source: { type: 'string' },
      map: { type: 'string' },
      raw: { type: 'boolean' },
      system: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
    load: () => import('./commands/import.ts'),
  },
  map: {
    usage: 'map FILE [--kind KIND]',
    summary: 'Propose a mapping for a foreign table, as YAML to edit',
    options: { kind: { type: 'string' } },
    load: () => import('./commands/map.ts'),
  },
  query: {
    usage: `query KPI... [--by DIM]... [--grain day|week|month|quarter|year] ${asked} [--order KPI] [--limit N] [--credit closer|opener|split] [--model M] [--with-repeat] [--with-costs] [--rank]`,
    summary: 'Figures, each with its sample and interval',
    options: {
      ...period,
      ...by,
      ...limit,
      ...switches,
      grain: { type: 'string' },
      order: { type: 'string' },
      credit: { type: 'string' },
      rank: { type: 'boolean' },
    },
    load: () => import('./commands/query.ts'),
  },
  records: {
    usage: `records KPI [--part all|numerator|denominator|pending|excluded|unpriced] ${asked} [--credit MODE] [--model M] [--with-repeat] [--with-costs] [--offset N] [--limit N]`,
    summary: 'The records behind a figure',
    options: {
      ...period,
      ...by,
      ...limit,
      ...switches,
      grain: { type: 'string' },
      credit: { type: 'string' },
      part: { type: 'string' },
      offset: { type: 'string' },
    },
    load: () => import('./commands/records.ts'),
  },
  funnel: {
    usage: `funnel [--pipeline P] [--rule reached|strict] [--by DIM] ${asked} [--limit N]`,
    summary: 'Stages of a pipeline with what became of every visit',
    options: { ...period, ...by, ...limit, pipeline: { type: 'string' }, rule: { type: 'string' } },
    load: () => import('./commands/funnel.ts'),
  },
  attribution: {
    usage: `attribution [--model last_non_direct|first|last|linear|time_decay|position|markov|shapley] ${asked} [--with-repeat] [--limit N]`,
    summary: 'Channels by the sales credited to them, and the journeys behind those',
    options: { ...period, ...model, ...limit },
    load: () => import('./commands/attribution.ts'),
  },
  ledger: {
    usage: `ledger ${asked}`,
    summary: 'Where every lead received is now',
    options: period,
    load: () => import('./commands/ledger.ts'),
  },
  lost: { usage: `lost ${asked}`, summary: 'What was refused and why', options: period, load: () => import('./commands/lost.ts') },
  explain: {
    usage: `explain KPI [--by DIM] ${asked} [--limit N] [--credit MODE]`,
    summary: 'Why a figure changed: parts that sum to the change',
    options: { ...period, ...by, ...limit, credit: { type: 'string' } },
    load: () => import('./commands/explain.ts'),
  },
  bottlenecks: {
    usage: `bottlenecks [--pipeline P] ${asked} [--limit N]`,
    summary: 'Where the funnel loses most against its own best quarter, with tested candidate causes',
    options: { ...period, ...limit, pipeline: { type: 'string' } },
    load: () => import('./commands/bottlenecks.ts'),
  },
  curve: {
    usage: `curve speed|response|cycle|persistence|contacts|stage [--by DIM] ${asked} [--limit N]`,
    summary: 'Own curves: odds of winning by delay, times, attempts to a first contact, contacts to a sale',
    options: { ...period, ...by, ...limit },
    load: () => import('./commands/curve.ts'),
  },
  brief: {
    usage: `brief [--for owner|head|lead|PERSON] [--where DIM=VALUE]... [--as-of T]`,
    summary: 'What stood out of the noise last week: at most three findings',
    options: { ...period, for: { type: 'string' } },
    load: () => import('./commands/brief.ts'),
  },
  factors: {
    usage: `factors [--outcome plan_attainment|won_vs_expected] ${asked}`,
    summary: 'Which habits go with a good result across people and months',
    options: { ...period, outcome: { type: 'string' } },
    load: () => import('./commands/factors.ts'),
  },
  confidence: {
    usage: `confidence [KPI] ${asked}`,
    summary: 'How far figures can be believed: evidence, missing sources, work that looks better than it is',
    options: period,
    load: () => import('./commands/confidence.ts'),
  },
  plan: {
    usage: `plan [--metric KPI] [--person ID | --team ID] ${asked} [--limit N] | plan list | plan set METRIC TARGET --period 2026-09 [--from D --to D] [--kind total|level|per_day] [--floor N] [--stretch N] [--split month|quarter] [--person ID | --team ID] | plan remove ID | plan accept ID`,
    summary: 'How the plans go: attainment, pace, chance; list, set, remove them; accept takes what a plan needs a day as norms',
    options: {
      ...period,
      ...limit,
      ...Object.fromEntries(
        ['metric', 'person', 'team', 'period', 'kind', 'floor', 'stretch', 'split', 'currency'].map((name) => [
          name,
          { type: 'string' as const },
        ]),
      ),
    },
    load: () => import('./commands/plan.ts'),
  },
  today: {
    usage: 'today [--team ID] [--day D]',
    summary: 'The day: how the plan stands, who is there, norms and facts of each person, what waits for us',
    options: { team: { type: 'string' }, day: { type: 'string' }, 'as-of': { type: 'string' } },
    load: () => import('./commands/today.ts'),
  },
  pay: {
    usage: 'pay [MONTH] [--person ID] | pay scheme [FILE | remove ROLE]',
    summary: 'What a month comes to for each person by the pay scheme of their role; scheme shows or sets the schemes (YAML or JSON)',
    options: { person: { type: 'string' }, 'as-of': { type: 'string' } },
    load: () => import('./commands/pay.ts'),
  },
  close: {
    usage: 'close MONTH [--open]',
    summary: 'Keeps the pay of a month that is over as it stands; asked again, with what was corrected since; --open opens it again',
    options: { open: { type: 'boolean' } },
    load: () => import('./commands/close.ts'),
  },
  cohorts: {
    usage: `cohorts ${asked} [--limit N]`,
    summary: 'Customers by the month they first bought, and who came back',
    options: { ...period, ...limit },
    load: () => import('./commands/cohorts.ts'),
  },
  cltv: {
    usage: `cltv ${asked} [--horizon-days N] [--limit N]`,
    summary: 'What customers are worth: by model, and as observed',
    options: { ...period, ...limit, 'horizon-days': { type: 'string' } },
    load: () => import('./commands/cltv.ts'),
  },
  offers: {
    usage: `offers ${asked} [--limit N]`,
    summary: 'What is bought after what, and which customers to offer it',
    options: { ...period, ...limit },
    load: () => import('./commands/offers.ts'),
  },
  kpis: {
    usage: 'kpis [ID]',
    summary: 'The catalogue of KPIs, or one entry',
    options: {},
    load: () => import('./commands/kpis.ts'),
  },
  sources: {
    usage: 'sources [SOURCE [--pause | --resume | --erase]]',
    summary: 'The systems records came from and how fresh they are; --erase deletes a source with all its records',
    options: { pause: { type: 'boolean' }, resume: { type: 'boolean' }, erase: { type: 'boolean' } },
    load: () => import('./commands/sources.ts'),
  },
  connect: {
    usage: 'connect SYSTEM [--address URL] [--token TOKEN] [--source NAME] [--map FILE] | connect --remove SOURCE',
    summary: 'Connect a system with a token (--token - reads it from stdin); --remove forgets it, the records stay',
    options: {
      address: { type: 'string' },
      token: { type: 'string' },
      source: { type: 'string' },
      map: { type: 'string' },
      remove: { type: 'string' },
    },
    load: () => import('./commands/connect.ts'),
  },
  wizard: {
    usage: 'wizard [PLACE=VALUE...] [--accept]',
    summary:
      'What was guessed of pipelines, stages, refusal reasons, the sale, people and channels; PLACE=VALUE answers one, --accept confirms the rest',
    options: { accept: { type: 'boolean' } },
    load: () => import('./commands/wizard.ts'),
  },
  sync: {
    usage: 'sync [SOURCE] [--since D]',
    summary: 'Fetch what is new from a connected system, then its past; without SOURCE, from all',
    options: { since: { type: 'string' } },
    load: () => import('./commands/sync.ts'),
  },
  quarantine: {
    usage: 'quarantine [--source NAME] [--kind KIND] [--limit N] [--export FILE]',
    summary: 'Rows that were not taken in, with place and reason',
    options: { ...limit, source: { type: 'string' }, kind: { type: 'string' }, export: { type: 'string' } },
    load: () => import('./commands/quarantine.ts'),
  },
  identity: {
    usage: 'identity [doubtful|joined|refused|callers] [--kind people|companies|contacts] [--limit N] | join|refuse|undo KIND A B',
    summary: 'Who is one across sources: doubtful pairs to judge, joins to undo; callers: numbers talked to that never became a lead',
    options: { ...limit, kind: { type: 'string' } },
    load: () => import('./commands/identity.ts'),
  },
  settings: {
    usage: 'settings [FILE | KEY=VALUE...]',
    summary: 'The settings of the workspace as YAML; with a file or pairs, changes them',
    options: {},
    load: () => import('./commands/settings.ts'),
  },
  tracker: {
    usage: 'tracker [--renew]',
    summary: 'The line that goes into the pages of the site, with its key; --renew makes another key',
    options: { renew: { type: 'boolean' } },
    load: () => import('./commands/tracker.ts'),
  },
  users: {
    usage:
      'users [list | invite --role R [--person ID] [--team ID]... [--email E] [--days N] | invitations | uninvite ID | set EMAIL --role R [--person ID] [--team ID]... | remove EMAIL | link [EMAIL]]',
    summary: 'Who may open the workspace; link makes a new owner link, or one for a new password of an account',
    options: { ...grant, email: { type: 'string' }, days: { type: 'string' } },
    load: () => import('./commands/users.ts'),
  },
  keys: {
    usage: 'keys [add NAME --role R [--person ID] [--team ID]... [--expires D] | list | revoke ID]',
    summary: 'API keys of the workspace; add prints the key once',
    options: { ...grant, expires: { type: 'string' } },
    load: () => import('./commands/keys.ts'),
  },
  audit: {
    usage: 'audit [--action A] [--limit N]',
    summary: 'Who looked at records, exported, changed something or was refused',
    options: { ...limit, action: { type: 'string' } },
    load: () => import('./commands/audit.ts'),
  },
  backup: {
    usage: 'backup FILE',
    summary: 'Everything there is as one file (tar.gz); no server may run on the data meanwhile',
    options: {},
    load: () => import('./commands/backup.ts'),
  },
  restore: {
    usage: 'restore FILE [--data DIR]',
    summary: 'Makes the data directory of a backup; it must be empty or not there',
    options: {},
    load: () => import('./commands/restore.ts'),
  },
  doctor: {
    usage: 'doctor',
    summary: 'Is everything as it must be: program, disk, engines, sources, quarantine; exit code 1 when something fails',
    options: {},
    load: () => import('./commands/doctor.ts'),
  },
  mcp: {
    usage: 'mcp',
    summary: 'The catalogue and the analyses as an MCP server on stdin and stdout; reads only',
    options: {},
    load: () => import('./commands/mcp.ts'),
  },
  config: {
    usage: 'config',
    summary: 'The effective settings of this installation',
    options: {},
    load: () => import('./commands/config.ts'),
  },
}
