// A proposed mapping as YAML to edit: what is not sure stands in it as a comment.
import { stringify } from 'yaml'
import type { Proposal, ProposedColumn } from './propose-columns.ts'

type Lang = 'ru' | 'uk' | 'en'
const say = {
  head: {
    en: 'A proposal, to be checked and edited. Then: rumb import FILE --source NAME --map THIS_FILE',
    ru: 'Предложение: проверьте и поправьте. Потом: rumb import ФАЙЛ --source ИМЯ --map ЭТОТ_ФАЙЛ',
    uk: 'Пропозиція: перевірте й виправте. Потім: rumb import ФАЙЛ --source НАЗВА --map ЦЕЙ_ФАЙЛ',
  },
  missing: { en: 'required, no column found', ru: 'обязательно, столбец не найден', uk: "обов'язково, стовпець не знайдено" },
  byValues: { en: 'by its values, not by its header', ru: 'по значениям, а не по заголовку', uk: 'за значеннями, а не за заголовком' },
  twoWays: { en: 'can be read two ways; choose', ru: 'читается двояко; выберите', uk: 'читається подвійно; оберіть' },
  noWord: { en: 'what does it mean?', ru: 'что это значит?', uk: 'що це означає?' },
  unmapped: {
    en: 'Not mapped; kept as extra.* and usable as dimensions (extra: false leaves them out)',
    ru: 'Не распознано; останется в extra.* и годится для разрезов (extra: false уберёт)',
    uk: 'Не розпізнано; залишиться в extra.* і придатне для розрізів (extra: false прибере)',
  },
  currency: {
    en: 'currency: UAH   # if not that of the workspace',
    ru: 'currency: UAH   # если не валюта компании',
    uk: 'currency: UAH   # якщо не валюта компанії',
  },
}

const scalar = (text: string) => stringify(text, { lineWidth: 0 }).trimEnd()

export function printMapping(proposal: Proposal, lang: Lang): string {
  const { kind, columns, constants, missing, unmapped } = proposal
  const lines = [`# ${say.head[lang]}`, `kind: ${kind.name}`, ...printStyles(columns, lang), 'columns:']
  for (const { name, doc } of missing) lines.push(`  # ${name}: ?   # ${say.missing[lang]} (${doc})`)
  for (const column of columns) lines.push(...printColumn(column, lang))
  for (const [name, value] of Object.entries(constants)) lines.push(`  ${name}: { const: ${scalar(value)} }`)
  const hasMoney = kind.columns.some(({ name }) => name === 'currency')
  if (proposal.currency !== undefined) lines.push(`currency: ${proposal.currency}`)
  else if (hasMoney && !columns.some(({ column }) => column === 'currency')) lines.push(`# ${say.currency[lang]}`)
  if (unmapped.length > 0) lines.push(`# ${say.unmapped[lang]}:`, ...unmapped.map((header) => `#   ${header.replaceAll('\n', ' ')}`))
  return `${lines.join('\n')}\n`
}

function printStyles(columns: readonly ProposedColumn[], lang: Lang): string[] {
  const open = columns.flatMap((column) => (column.open === undefined ? [] : [{ ...column.open, header: column.header }]))
  const keys = [...new Set(open.map(({ key }) => key))]
  return keys.map((key) => {
    const { example, header } = open.find((one) => one.key === key)!
    const ways = key === 'dates' ? 'dates: d/m/Y   # m/d/Y' : 'decimals: ","   # "."'
    return `# ${ways}   # ${header}: "${example}" ${say.twoWays[lang]}`
  })
}

function printColumn({ column, header, values, isByValues }: ProposedColumn, lang: Lang): string[] {
  const note = isByValues === true ? `   # ${say.byValues[lang]}` : ''
  if (values === undefined) return [`  ${column}: ${scalar(header)}${note}`]
  const entries = Object.entries(values).map(
    ([from, to]) => `      ${scalar(from)}: ${to === null ? `null   # ${say.noWord[lang]}` : scalar(to)}`,
  )
  // A stage that no word of the list knows is one on the way.
  const other = column === 'outcome' && Object.values(values).includes('open') ? ['    other: open'] : []
  return [`  ${column}:${note}`, `    from: ${scalar(header)}`, '    values:', ...entries, ...other]
}
