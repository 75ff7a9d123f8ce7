import { describe, expect, it } from 'vitest'
import { formatFigure, formatRange } from '../../web/kit/format-figure.ts'

const ru = { language: 'ru', currency: 'UAH' } as const
const en = { language: 'en', currency: 'UAH' } as const
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const show = (...args: Parameters<typeof formatFigure>) => plain(formatFigure(...args).text)

describe('a figure in its unit', () => {
  it('says shares as percent, with a decimal only where it tells something', () => {
    expect(show(0.62, 'ratio', ru)).toBe('62 %')
    expect(show(0.043, 'ratio', ru)).toBe('4,3 %')
    expect(show(0.996, 'ratio', ru)).toBe('99,6 %')
    expect(show(1, 'ratio', ru)).toBe('100 %')
    expect(show(2.4, 'ratio', ru)).toBe('240 %')
  })

  it('says seconds as people do and never turns business hours into days', () => {
    expect(show(0, 'seconds', ru)).toBe('0 с')
    expect(show(45, 'seconds', ru)).toBe('45 с')
    expect(show(59.6, 'seconds', ru)).toBe('1 мин')
    expect(show(780, 'seconds', ru)).toBe('13 мин')
    expect(show(12_000, 'seconds', ru)).toBe('3 ч 20 мин')
    expect(show(133_200, 'seconds', ru)).toBe('37 ч')
  })

  it('is compact from 10,000 and keeps every digit for the hover', () => {
    expect(show(9_999, 'count', ru)).toBe('9 999')
    expect(show(18_420, 'count', ru)).toBe('18,4 тыс.')
    expect(plain(formatFigure(12_413_000.5, 'money', ru).text)).toBe('12,4 млн ₴')
    expect(plain(formatFigure(12_413_000.5, 'money', ru).exact)).toBe('12 413 000,50 ₴')
    expect(show(12_413_000, 'money', en)).toBe('₴12.4m')
  })

  it('names what Intl has no word for as a suffix', () => {
    expect(formatFigure(0.043, 'points', ru)).toMatchObject({ text: '4,3', suffix: 'points' })
    expect(formatFigure(41.2, 'per_1000', ru)).toMatchObject({ text: '41,2', suffix: 'per_1000' })
  })

  it('says days with one decimal only below ten', () => {
    expect(show(7.26, 'days', ru)).toBe('7,3 дн.')
    expect(show(23.4, 'days', ru)).toBe('23 дн.')
    expect(show(1, 'months', en)).toBe('1 mth')
  })
})

describe('an interval', () => {
  const range = (low: number | null, high: number | null, unit: Parameters<typeof formatFigure>[1]) => {
    const end = (value: number | null) => (value === null ? null : formatFigure(value, unit, ru))
    const { from, to, both } = formatRange(end(low), end(high))
    return [from, to, both].map((text) => (text === null ? null : plain(text)))
  }

  it('writes the unit once when both ends share it', () => {
    expect(range(0.53, 0.7, 'ratio')[2]).toBe('53–70 %')
    expect(range(1_200_000, 1_450_000, 'money')[2]).toBe('1,2–1,5 млн ₴')
    expect(range(12, 20, 'count')[2]).toBe('12–20')
  })

  it('writes both units when they differ or consist of two parts', () => {
    expect(range(900_000, 1_200_000, 'money')[2]).toBe('900 тыс. ₴ – 1,2 млн ₴')
    expect(range(780, 12_000, 'seconds')[2]).toBe('13 мин – 3 ч 20 мин')
    expect(range(12_000, 13_200, 'seconds')[2]).toBe('3 ч 20 мин – 3 ч 40 мин')
  })

  it('writes a currency sign once, before as after', () => {
    const [low, high] = [formatFigure(38_100, 'money', en), formatFigure(48_500, 'money', en)]
    expect(formatRange(low, high).both).toBe('₴38.1–48.5k')
  })

  it('leaves an open side open', () => {
    expect(range(0.5, null, 'ratio')).toEqual(['50 %', null, null])
    expect(range(null, null, 'ratio')).toEqual([null, null, null])
  })
})
