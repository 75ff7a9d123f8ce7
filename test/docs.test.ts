// The reference pages say what the program does: they are printed from its tables and compared. `vitest -u` writes them anew.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadGaming } from '../src/app/find-gaming.ts'
import { loadCatalogue } from '../src/app/load-catalogue.ts'
import { commands } from '../src/cli/command-table.ts'
import { describeConfig } from '../src/config.ts'
import { gamingKinds } from '../src/contract/gaming-entry.ts'
import type { KpiExample } from './docs/kpi-examples.ts'
import { printCommandDocs, printGamingDocs, printGlossary, printKpiDocs, printRecordDocs, printSettingDocs } from './docs/print-docs.ts'

const settingsMax = 25

describe('reference documentation', () => {
  it('has every command', async () => {
    await expect(printCommandDocs()).toMatchFileSnapshot('../docs/command-line.md')
  })

  it('has every setting', async () => {
    await expect(printSettingDocs()).toMatchFileSnapshot('../docs/settings.md')
  })

  it('has every kind of record', async () => {
    await expect(printRecordDocs()).toMatchFileSnapshot('../docs/records.md')
  })

  it('has every KPI, and the glossary its names', async () => {
    const catalogue = await loadCatalogue()
    const examples = JSON.parse(readFileSync(resolve(import.meta.dirname, '../docs/kpi-examples.json'), 'utf8')) as Record<
      string,
      KpiExample
    >
    expect(Object.keys(examples)).toEqual([...catalogue.byId.keys()])
    await expect(printKpiDocs(catalogue, examples)).toMatchFileSnapshot('../docs/kpis.md')
    const glossary = readFileSync(resolve(import.meta.dirname, '../GLOSSARY.md'), 'utf8')
    await expect(printGlossary(glossary, catalogue)).toMatchFileSnapshot('../GLOSSARY.md')
  })
})

describe('the kinds of gaming', () => {
  it('stand in the reference, each bearing on KPIs that there are', async () => {
    const [entries, { byId }] = [await loadGaming(), await loadCatalogue()]
    expect(entries.map(({ kind }) => kind)).toEqual([...gamingKinds])
    expect(entries.flatMap(({ bears_on }) => bears_on).filter((id) => !byId.has(id))).toEqual([])
    await expect(printGamingDocs(entries)).toMatchFileSnapshot('../docs/gaming.md')
  })
})

describe('the tables themselves', () => {
  it('hold no more settings of the installation than a person can know', () => {
    expect(describeConfig({}, {}).length).toBeLessThanOrEqual(settingsMax)
  })

  it.each(Object.entries(commands))('load the command %s', async (_, { load }) => {
    expect((await load()).run).toBeTypeOf('function')
  })
})
