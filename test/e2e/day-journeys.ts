// The first ten seconds of an owner, and the leak a head looks for.
import { expect, it } from 'vitest'
import { type PageContext, visit } from './page-context.ts'

export function checkDays(given: () => PageContext): void {
  it('tells an owner within the first screen whether the plan will be made and what is worth knowing', async () => {
    const { page } = await visit(given(), '/')
    await page
      .getByText(/План месяца|План этого месяца|план/i)
      .first()
      .waitFor()
    await page.locator('li a[data-kpi="leads"]').waitFor()
    const findings = page.getByRole('heading', { name: 'Что заметно за прошлую неделю' })
    await findings.waitFor()
    const text = ((await page.locator('main').textContent()) ?? '').slice(0, 1200)
    expect(text).toMatch(/шанс \d/)
    // Nothing moves once the figures stand.
    const shift = await page.evaluate<number>(`new Promise((done) => {
      let sum = 0
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value })
        .observe({ type: 'layout-shift', buffered: true })
      setTimeout(() => done(sum), 500)
    })`)
    expect(shift).toBeLessThan(0.1)
    await page.context().close()
  })

  it('shows where the funnel leaks as streams that hold every visit, on a desk and on a phone', async () => {
    for (const width of [1440, 390]) {
      const { page, errors } = await visit(given(), '/funnel', { width })
      const picture = page.getByRole('img', { name: /^Как идут по этапам/ })
      await picture.scrollIntoViewIfNeeded()
      expect(await picture.locator('path').count()).toBeGreaterThan(4)
      expect(await picture.getAttribute('aria-label')).toMatch(/отказ \d/)
      expect(errors).toEqual([])
      await page.context().close()
    }
  })
}
