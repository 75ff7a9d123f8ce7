// The reference pages of docs/, printed from the tables that the program itself runs on.
import { commands, globalOptions } from '../../src/cli/command-table.ts'
import { describeConfig } from '../../src/config.ts'
import { formatFigure } from '../../src/contract/format-figure.ts'
import type { GamingEntry } from '../../src/contract/gaming-entry.ts'
import type { KpiEntry } from '../../src/contract/kpi-entry.ts'
import type { Column } from '../../src/contract/records/columns.ts'
import { recordKinds } from '../../src/contract/records/kinds.ts'
import { SETTING_DOCS } from '../../src/contract/setting-docs.ts'
import { DEFAULT_SETTINGS, type SettingKey } from '../../src/contract/settings.ts'
import type { Catalogue } from '../../src/kpi/catalogue.ts'
import type { KpiExample } from './kpi-examples.ts'

const note = 'Printed from the program’s own tables: `npx vitest run test/docs.test.ts -u` writes it anew.'
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
  [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

export function printCommandDocs(): string {
  const lists = Object.values(commands).map(({ usage, summary }) => `    rumb ${usage}\n\n${summary}.`)
  const shared = Object.keys(globalOptions).map((name) => `\`--${name}\``)
  return `# The command line

${note} In a clone: \`npx rumb\`.

Every command takes ${shared.join(', ')}. \`--data\` is the data directory (\`RUMB_DATA\`, else \`./data\`), \`--workspace\` the company
(\`RUMB_WORKSPACE\`, else the only one that is not \`demo\`, else \`demo\`), \`--format\` is table, json or csv, \`--lang\` ru, uk or en.
\`--by\` and \`--where\` may be repeated; values of one dimension are alternatives, \`DIM=\` means unknown.

Where a server runs on the data directory the command asks it; else it opens the directory itself. \`--format json\` prints one JSON
document on stdout and nothing else; progress goes to stderr.

Exit codes: 0 done, 1 the answer is "no" or rows were quarantined, 2 wrong usage, 3 refused by rights, 4 source or engine unavailable.

${lists.join('\n\n')}
`
}

export function printSettingDocs(): string {
  const installation = describeConfig({}, {}).map((line) => [`\`${line.env}\``, line.default ?? '', line.says, line.doc])
  const workspace = Object.entries(SETTING_DOCS).map(([key, { en }]) => [
    `\`${key}\``,
    JSON.stringify(DEFAULT_SETTINGS[key as SettingKey]),
    en,
  ])
  return `# Settings

${note}

## Of the installation

Environment variables; \`rumb config\` prints the effective ones.

${table(['variable', 'default', 'form', 'meaning'], installation)}

## Of a workspace

\`rumb settings\` prints them as YAML, \`rumb settings FILE\` and \`rumb settings KEY=VALUE …\` change them; over HTTP \`GET\` and \`PATCH /api/settings\`.
A dotted key names one entry of a map: \`stages.crm:17.milestone=qualified\`; \`null\` sets back.

${table(['key', 'default', 'meaning'], workspace)}
`
}

export function printRecordDocs(): string {
  const kinds = recordKinds.map(({ name, doc, key, columns }) => {
    const named = key.length > 0 ? `\n\nNamed by its \`id\`, or by ${key.map((column) => `\`${column}\``).join(', ')}.` : ''
    return `## ${name}\n\n${doc}${named}\n\n${table(['column', 'form', 'meaning'], columns.map(columnRow))}`
  })
  return `# Records

${note}

One vocabulary for every source. A directory or a zip of files named by the kind (\`leads.csv\`, \`deals.ndjson\`, \`touches.parquet\`; a
sheet of an XLSX file is a kind) goes in by \`rumb import\`; the same records as JSON by \`POST /api/records\`. A record is an upsert:
source, kind and id name it, the greatest \`updated_at\` wins, \`deleted: true\` removes it. Unknown columns are kept under \`extra\`.
Every record may have \`updated_at\` and \`deleted\`. Bold columns are required.

Ids are text. A \`to\` is exclusive. Time is ISO 8601 or Unix seconds; without an offset it is in the workspace's zone; a date alone is
known to the day. Money is a decimal with a currency, by default the workspace's. A reference is to the same source unless written
\`source:id\`. An empty cell is unknown.

${kinds.join('\n\n')}
`
}

function columnRow({ name, type, doc, required, choices }: Column): string[] {
  return [required ? `**${name}**` : name, choices ? choices.join(', ') : type, doc]
}

type Operation = { summary?: string; parameters?: { name: string }[]; requestBody?: unknown }

export function printRouteDocs(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>, codes: readonly string[]): string {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary = '', parameters = [] }]) => [
      `\`${method.toUpperCase()} ${path}\``,
      summary,
      parameters.map(({ name }) => name).join(', '),
    ]),
  )
  return `# The HTTP API

${note} A running server describes bodies and answers at \`/api/docs\` and, as OpenAPI 3.1, at \`/api/openapi.json\`.

\`Authorization: Bearer TOKEN\` takes an API key (\`rumb keys add NAME --role ROLE\`) and, until the owner has an account, the token of the
owner link; a browser has a session cookie, and its changes must come from the page itself. The workspace is the key's, else that of the
header \`Rumb-Workspace\`; one that is not yours answers like one that does not exist. The language is that of \`Accept-Language\`. The
body of an analysis has the names of the command line's options with \`_\` for \`-\`.

    curl -H "Authorization: Bearer $TOKEN" -H "content-type: application/json" \\
      -d '{"kpis":["win_rate"],"by":["person"],"last":"90d"}' http://127.0.0.1:4600/api/query

Failures are problem JSON (RFC 9457) with one of the codes ${codes.map((code) => `\`${code}\``).join(', ')}.

${table(['route', 'what it does', 'parameters'], rows)}
`
}

/** The glossary: its hand-written part as it stands, and the names of all KPIs. */
export function printGlossary(present: string, { families }: Catalogue): string {
  const head = present.slice(0, present.indexOf('## KPIs'))
  const rows = families.flatMap(({ kpis }) => kpis.map(({ id, name }) => [id, name.en, name.ru, name.uk]))
  return `${head}## KPIs

What each asks and how it is counted: [docs/kpis.md](docs/kpis.md).

${table(['id', 'en', 'ru', 'uk'], rows)}
`
}

const day = (text: string) =>
  new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(text))

/** What the figure was in a small company, and of whom: `Example: 42 % (35 %…50 %, n 160); by person: …`. */
function printExample(entry: KpiEntry, example: KpiExample): string {
  const style = { lang: 'en' as const, currency: example.currency }
  const figure = ({ value, low, high, n }: Omit<KpiExample['rows'][number], 'name'>) => {
    const show = (one: number | null) => formatFigure(one, entry.unit, style)
    const limits = low === null && high === null ? '' : `${low === null ? '' : show(low)}…${high === null ? '' : show(high)}, `
    return `${show(value)} (${limits}n ${formatFigure(n, 'count', style)})`
  }
  const last = new Date(Date.parse(example.to) - 86_400_000).toISOString()
  const rows = example.rows.map(({ name, ...one }) => `${name} ${figure(one)}`).join(', ')
  const told = [...(example.total === null ? [] : [`**${figure(example.total)}**`]), ...(rows === '' ? [] : [`by ${example.by}: ${rows}`])]
  return `Example, ${day(example.from)} – ${day(last)}: ${told.join('; ')}`
}

export function printKpiDocs({ families }: Catalogue, examples: Readonly<Record<string, KpiExample>>): string {
  const parts = families.map(({ name, kpis }) => {
    const entries = kpis.map((entry) => {
      const { id, name: called, question, formula, unit, better, advice, pitfalls } = entry
      const example = examples[id]
      const texts = [formula.en, advice?.en, pitfalls?.en, example && printExample(entry, example)]
      return `### ${called.en}\n\n\`${id}\` · ${unit} · ${better}. ${question.en}\n\n${texts.filter((text) => text !== undefined).join('\n\n')}`
    })
    return `## ${name.en}\n\n${entries.join('\n\n')}`
  })
  return `# KPIs

${note} The catalogue itself is \`kpis/*.yaml\`; \`rumb kpis ID\` and \`GET /api/kpis/ID\` show an entry in three languages.
The examples are answers about small made companies at 21 November 2026, with limits at 95 % and the number of cases; \`npm run examples\` asks them anew.

${parts.join('\n\n')}
`
}

export function printGamingDocs(entries: readonly GamingEntry[]): string {
  const rows = entries.map(({ kind, name, rule, threshold, bears_on }) => {
    const { times, share, cases, hits, proof } = threshold
    const least = share > 0 ? `, at least ${share * 100} %` : ''
    const limit = proof ? 'one case' : `more than ${times} × the peers’ median${least}; ${hits} of ${cases} cases or more`
    return [`\`${kind}\``, name.en, rule.en, limit, bears_on.map((id) => `\`${id}\``).join(', ')]
  })
  return `# Work that looks better than it is

${note}

\`rumb confidence\` names people whose cases of a kind stand out among the peers of their role, beyond what chance gives somebody of the
median (Wilson, 95 %). A note is a question to ask, with its records; never a verdict.

${table(['kind', 'name', 'which cases', 'from when on', 'makes look better'], rows)}
`
}
