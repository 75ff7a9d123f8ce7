// The reference pages say what the program does: they are printed from its tables and compared. `vitest -u` writes them anew.
import { describe, expect, it } from 'vitest'
import { commands } from '../src/cli/command-table.ts'
import { describeConfig } from '../src/config.ts'
import { printCommandDocs, printRecordDocs, printSettingDocs } from './docs/print-docs.ts'

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
})

describe('the tables themselves', () => {
  it('hold no more settings of the installation than a person can know', () => {
    expect(describeConfig({}, {}).length).toBeLessThanOrEqual(settingsMax)
  })

  it.each(Object.entries(commands))('load the command %s', async (_, { load }) => {
    expect((await load()).run).toBeTypeOf('function')
  })
})
