// Holds the rules of the house. An exception stands here with its reason, and goes when nothing needs it any more.
// Files nobody imports are found by knip (the step `dead-files` of `npm run check`).
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as code from './tidy/code-rules.ts'
import * as project from './tidy/project-rules.ts'
import type { Rule } from './tidy/rule.ts'
import { inlineTree, loadTree } from './tidy/source-tree.ts'
import * as walls from './tidy/wall-rules.ts'

const rules: readonly Rule[] = [...Object.values(walls), ...Object.values(code), ...Object.values(project)]

/** `path` is a file, or a folder when it ends with `/`. */
type Exception = { rule: Rule; path: string; reason: string }
const supervision = 'A child process is supervised with deadlines and a fresh password; no figure depends on them'
const exceptions: readonly Exception[] = [
  { rule: code.defaultExportRule, path: 'vitest.config.ts', reason: 'Vitest reads the default export' },
  { rule: code.defaultExportRule, path: 'vite.config.ts', reason: 'Vite reads the default export' },
  { rule: walls.pureRule, path: 'src/stats/special-functions.ts', reason: 'The library cephes is CommonJS and is loaded by require' },
  {
    rule: code.catchRule,
    path: 'src/kpi/check-entry.ts',
    reason: 'Collects what resolving would throw, so that all problems are told at once',
  },
  {
    rule: code.catchRule,
    path: 'src/kpi/passes/case-set.ts',
    reason: 'Adds the place of an expression, which only the reader of the entry knows',
  },
  {
    rule: code.functionLengthRule,
    path: 'test/facts/incremental.test.ts',
    reason: 'A table with a small generator for each kind of record',
  },
  { rule: code.functionLengthRule, path: 'test/sources/', reason: 'Answers of a system stand beside the records they become' },
  { rule: code.nameRule, path: 'test/oracle/', reason: 'An oracle is named by the id of its KPI' },
  { rule: code.barrelRule, path: 'web/api/contract.ts', reason: 'The one gate through which the page sees the contract' },
  { rule: walls.clockRule, path: 'src/warehouse/embedded/', reason: supervision },
  { rule: walls.clockRule, path: 'src/store/embedded/', reason: supervision },
  { rule: walls.clockRule, path: 'src/warehouse/client.ts', reason: 'Each query carries a random id, by which it can be ended' },
]
const covers = (excused: string, path: string) => (excused.endsWith('/') ? path.startsWith(excused) : path === excused)

const tree = loadTree(resolve(import.meta.dirname, '..'))

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  const excused = exceptions.filter((exception) => exception.rule === rule).map(({ path }) => path)
  const offences = rule.check(tree)

  it('holds in the project', () => {
    expect(offences.filter(({ path }) => !excused.some((each) => covers(each, path))).map(({ path, text }) => `${path}: ${text}`)).toEqual(
      [],
    )
  })

  it('has no exception that nothing needs', () => {
    expect(excused.filter((each) => !offences.some(({ path }) => covers(each, path)))).toEqual([])
  })

  it('finds what is planted and nothing in a clean tree', () => {
    for (const bad of rule.bad) expect(rule.check(inlineTree(bad)), JSON.stringify(bad)).not.toEqual([])
    expect(rule.check(inlineTree(rule.good))).toEqual([])
  })
})
