// `npm run check`: every check as a named step with its time. `npm run check -- lint types` runs only those.
// The last line counts: each step that is not the tests is one, each test is one.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { ensureInstalled, root, runTool, say } from './toolchain.mjs'

const report = join(root, '.cache', 'vitest.json')

function buildWhenStale() {
  if (!isBuilt()) build()
  return true
}

function runTests() {
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(report, { force: true })
  return runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
}

const steps = [
  { name: 'lint', run: () => runTool('biome', ['ci', '--error-on-warnings', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`]) },
  { name: 'types', run: () => runTool('tsc', ['-p', 'tsconfig.json']) && runTool('tsc', ['-p', 'web/tsconfig.json', '--noEmit']) },
  { name: 'dead-files', run: () => runTool('knip', ['--no-progress']) },
  { name: 'build', run: buildWhenStale },
  { name: 'tests', run: runTests },
]

function countTests() {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
  return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0), skipped: numPendingTests }
}

function runStep(step) {
  say(`\n── ${step.name}`)
  const start = performance.now()
  let passed = false
  try {
    passed = step.run()
  } catch (error) {
    say(String(error instanceof Error ? error.message : error))
  }
  const seconds = (performance.now() - start) / 1000
  say(`── ${step.name}: ${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`)
  return { name: step.name, passed, seconds }
}

ensureInstalled()
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  say(`No such step: ${unknown.join(', ')}. There are ${steps.map((step) => step.name).join(', ')}.`)
  process.exit(2)
}
const results = steps.filter((step) => asked.length === 0 || asked.includes(step.name)).map(runStep)

say('')
for (const { name, passed, seconds } of results)
  say(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s`)
let counts = { passed: 0, failed: 0, skipped: 0 }
for (const { name, passed } of results) {
  try {
    if (name === 'tests') counts = countTests()
  } catch {
    counts.failed += passed ? 0 : 1
  }
}
for (const { name, passed } of results) {
  if (name !== 'tests') counts[passed ? 'passed' : 'failed'] += 1
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = results.every((result) => result.passed) ? 0 : 1
