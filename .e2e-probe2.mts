import { chromium } from 'playwright-core'
import { readFileSync } from 'node:fs'
const link = /http:\/\/\S+\/enter\?token=\S+/.exec(readFileSync('/tmp/lead-sales.log', 'utf8'))![0]
const url = new URL(link).origin
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU' })
const page = await context.newPage()
page.setDefaultTimeout(20000)
page.on('console', (m) => { if (m.type() === 'error') console.log('CONSOLE', m.text(), m.location().url) })
page.on('response', (r) => { if (r.status() >= 400) console.log('HTTP', r.status(), r.url(), r.request().postData()?.slice(0, 200)) })
await page.goto(link)
await page.getByLabel('Имя и фамилия').fill('Олена Власник')
await page.getByLabel('Почта').fill('owner@demo.example')
await page.getByRole('textbox', { name: 'Придумайте пароль' }).fill('compass and anchor')
await page.getByRole('button', { name: 'Открыть Компас' }).click()
await page.waitForTimeout(6000)
await page.screenshot({ path: '/tmp/sales1.png' })
await page.goto(url + '/?period=2017-01-01..2018-01-01')
await page.waitForTimeout(8000)
await page.screenshot({ path: '/tmp/sales2.png', fullPage: true })
console.log(await page.getByText('Ещё не приходили').count(), await page.locator('a[data-kpi="leads"]').count())
await browser.close()
