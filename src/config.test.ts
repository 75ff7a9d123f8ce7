import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeConfig, loadConfig } from './config.ts'
import { AppError } from './contract/errors.ts'

describe('config', () => {
  test.each([
    ['uk_UA.UTF-8', 'uk'],
    ['ru', 'ru'],
    ['C.UTF-8', 'en'],
    ['de_DE.UTF-8', 'en'],
    ['russian', 'en'],
  ])('the language of a system set to %s is %s', (system, lang) => {
    expect(loadConfig({}, { LANG: system }).lang).toBe(lang)
    expect(loadConfig({}, { LANG: system, RUMB_LANG: 'ru' }).lang).toBe('ru')
  })

  test('without anything set every setting has its default', () => {
    expect(loadConfig({}, {})).toEqual({
      data: resolve('./data'),
      workspace: null,
      lang: 'en',
      port: 4600,
      host: '127.0.0.1',
      clickhouseUrl: null,
      clickhouseCluster: null,
      postgresUrl: null,
      url: null,
      secret: null,
      engineMemoryMb: 1500,
      logLevel: 'info',
      now: null,
      referenceData: null,
      sourceHosts: [],
    })
  })

  test('the command line beats the environment, an empty variable counts as not set', () => {
    const config = loadConfig({ port: '1', lang: undefined }, { RUMB_PORT: '2', RUMB_LANG: 'uk', RUMB_HOST: '' })
    expect([config.port, config.lang, config.host]).toEqual([1, 'uk', '127.0.0.1'])
  })

  test('the fixed clock is read as the moment it names', () => {
    expect(loadConfig({}, { RUMB_NOW: '2026-09-08T12:00:00+03:00' }).now?.toISOString()).toBe('2026-09-08T09:00:00.000Z')
  })

  test('every bad value is named with its place', () => {
    const env = { RUMB_PORT: '70000', RUMB_NOW: '2026-09-08', RUMB_POSTGRES_URL: 'mysql://root:hunter2@h/x', RUMB_LANG: 'de' }
    const load = () => loadConfig({ logLevel: 'loud' }, env)
    expect(load).toThrow(AppError)
    const problems = problemsOf(load)
    expect(problems.map(({ path }) => path).sort()).toEqual(['--log-level', 'RUMB_LANG', 'RUMB_NOW', 'RUMB_PORT', 'RUMB_POSTGRES_URL'])
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  test('the description tells where a value comes from and hides passwords', () => {
    const lines = describeConfig(
      { port: '1' },
      { RUMB_POSTGRES_URL: 'postgres://u:s3cret@h:5432/d', RUMB_CLICKHOUSE_URL: 'https://h:8443/?password=s3cret' },
    )
    const line = (name: string) => lines.find((l) => l.name === name)!
    expect([line('port').from, line('postgresUrl').from, line('host').from]).toEqual(['command line', 'environment', 'default'])
    expect(line('postgresUrl').value).toBe('postgres://u:***@h:5432/d')
    expect(JSON.stringify(lines)).not.toContain('s3cret')
  })

  test('there are at most 25 settings, each documented', () => {
    const lines = describeConfig({}, {})
    expect(lines.length).toBeLessThanOrEqual(25)
    for (const { doc, env } of lines) expect(doc.length, env).toBeGreaterThan(15)
  })
})

function problemsOf(run: () => unknown): AppError['problems'] {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error.problems
  }
  return []
}
