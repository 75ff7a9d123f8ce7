// The reference pages say what the program does: they are printed from its tables and compared. `vitest -u` writes them anew.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '../src/app/load-catalogue.ts'
import { commands } from '../src/cli/command-table.ts'
import { describeConfig } from '../src/config.ts'
import { printCommandDocs, printGlossary, printKpiDocs, printRecordDocs, printSettingDocs } from './docs/print-docs.ts'

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
    await expect(printKpiDocs(catalogue)).toMatchFileSnapshot('../docs/kpis.md')
    const glossary = readFileSync(resolve(import.meta.dirname, '../GLOSSARY.md'), 'utf8')
    await expect(printGlossary(glossary, catalogue)).toMatchFileSnapshot('../GLOSSARY.md')
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
