import { expect, test } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { cutMessage, toEngineError } from './engine-error.ts'

const thrown = (code: string, message = 'Something happened. (version 26.7.2.1)') => Object.assign(new Error(message), { code })

test.each([
  ['159', 'query_too_heavy'],
  ['241', 'query_too_heavy'],
  ['243', 'disk_full'],
  ['202', 'busy'],
  ['516', 'engine_unavailable'],
  ['ECONNREFUSED', 'engine_unavailable'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'engine_unavailable'],
  ['60', 'engine_failed'],
])('code %s of the engine is %s', (code, expected) => {
  const message = code.startsWith('DEPTH') ? 'self-signed certificate' : undefined
  expect(toEngineError(thrown(code, message)).code).toBe(expected)
})

test('a full disk is known by its words too', () => {
  expect(toEngineError(thrown('75', 'Cannot write to file: errno: 28, strerror: No space left on device')).code).toBe('disk_full')
})

test('an AppError passes unchanged', () => {
  const error = new AppError('busy', 'wait')
  expect(toEngineError(error)).toBe(error)
})

test('a message loses codes, version and length', () => {
  expect(cutMessage('Code: 47. DB::Exception: Unknown\n  name. (UNKNOWN_IDENTIFIER) (version 26.7.2.1 (official build))')).toBe(
    'Unknown name. (UNKNOWN_IDENTIFIER)',
  )
  expect(cutMessage('x'.repeat(5_000))).toHaveLength(601)
})
