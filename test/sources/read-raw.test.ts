import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readRaw } from '../../src/sources/read-raw.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-raw-test-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function read(name: string, text: string) {
  const path = join(directory, name)
  writeFileSync(path, text)
  return (await readRaw([path])).map(({ line, path: address, body }) => [line, address, body])
}

describe('a raw file', () => {
  it('holds answers with their paths, one a line or in a list, or answers that say themselves what they are', async () => {
    expect(await read('a.ndjson', '{"path":"/x?page=1","body":{"a":1}}\n\n{"path":"/y","body":null}\n{"id":3}\n')).toEqual([
      [1, '/x?page=1', { a: 1 }],
      [3, '/y', null],
      [4, null, { id: 3 }],
    ])
    expect(await read('b.json', '[{"path":"/x","body":[1]},{"path":"/y","body":"{\\"a\\":2}"}]')).toEqual([
      [1, '/x', [1]],
      [2, '/y', { a: 2 }],
    ])
    expect(await read('c.json', '{\n  "_page": 1,\n  "_embedded": {}\n}\n')).toEqual([[1, null, { _page: 1, _embedded: {} }]])
    expect(await read('d.ndjson', '{"path":"/x","body":"<html>403</html>"}\nnot json\n')).toEqual([
      [1, '/x', '<html>403</html>'],
      [2, null, 'not json'],
    ])
    expect(await read('e.ndjson', '')).toEqual([])
  })

  it('keeps every digit of a number', async () => {
    expect(await read('n.json', '{"id":9007199254740993,"sum":0.12345678901234567890,"price":15000.50,"rate":5}')).toEqual([
      [1, null, { id: '9007199254740993', sum: '0.12345678901234567890', price: 15000.5, rate: 5 }],
    ])
  })

  it('may be CSV: rows as they stand, or by the names of their header', async () => {
    const master = '"","0501112233","s","from-trunk","""Anna"" <101>","SIP/trunk-1","","BackGround","","2026-03-02 10:00:00"\n'
    expect(await read('Master.csv', master)).toEqual([
      [1, null, ['', '0501112233', 's', 'from-trunk', '"Anna" <101>', 'SIP/trunk-1', '', 'BackGround', '', '2026-03-02 10:00:00']],
    ])
    expect(await read('Master', master + master)).toHaveLength(2)
    expect(await read('cdr.csv', 'calldate;src;dst\n2026-03-02 10:00:00;101;102\n')).toEqual([
      [2, null, { calldate: '2026-03-02 10:00:00', src: '101', dst: '102' }],
    ])
  })
})
