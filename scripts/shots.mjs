// `npm run shots [-- NAME…]`: pictures of every page on the demo company, whole length, wide and narrow, light and dark, in Russian
// and English, under artefacts/shots; the first of them also as docs/screenshot.png. With names, those pages only. To be looked at
// by a person.
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { ensureInstalled, nodePath, root, say, startTool } from './toolchain.mjs'

const pages = {
  today: '/today',
  compass: '/',
  tile: '/?kpi=win_rate',
  funnel: '/funnel',
  why: '/?kpi=win_rate&period=90d',
  speed: '/speed?period=90d',
  people: '/people',
  person: '/people/crm%3As3',
  talks: '/people/crm%3As3/talks',
  scripts: '/scripts?period=90d',
  channels: '/channels?period=90d',
  clients: '/clients?period=90d',
  plans: '/plans',
  leads: '/leads',
  records: '/leads?kpi=ledger_leads&cell=state%3Dabandoned',
  lost: '/lost',
  data: '/data',
  kpis: '/kpis',
  ...Object.fromEntries(
    ['company', 'calendar', 'sale', 'pipelines', 'reasons', 'channels', 'people', 'keys', 'audit', 'account'].map((part) => [
      `settings-${part}`,
      `/settings/${part}`,
    ]),
  ),
}
/** Shown to who is not signed in. */
const doors = { 'sign-in': '/', 'bad-link': '/join#token=spent' }
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const themes = ['light', 'dark']
const locales = { ru: 'ru-RU', en: 'en-GB' }
const owner = { name: 'Олена Коваль', email: 'olena@demo.example', password: 'compass and anchor' }
const folder = join(root, 'artefacts', 'shots')
const looksMax = 60

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(existsSync)
  if (found) return found
  throw new Error('No Chromium found: install `chromium`.')
}

/** Starts the demo server; resolves to its address and, while it has no owner, its one-time link. */
function startDemo() {
  const data = join(root, 'artefacts', 'shots-data')
  const args = [join(root, 'bin', 'rumb.mjs'), 'demo', '--port', '0', '--data', data, '--format', 'json']
  const child = startTool(nodePath(), args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`The server ended with ${code}.`)))
    child.stdout.once('data', (text) => resolve({ child, ...JSON.parse(String(text)) }))
  })
}

/** The owner of the demo company, made by the link on the first run. */
async function signIn(browser, { url, owner_link }) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(owner_link ?? url)
  const { name: _name, ...known } = owner
  const [path, body] = owner_link ? ['/api/owner', owner] : ['/api/session', known]
  const entered = await page.request.post(url + path, { data: body, headers: { origin: new URL(url).origin } })
  if (!entered.ok()) throw new Error(`Not signed in: ${entered.status()} ${await entered.text()}`)
  const { cookies } = await context.storageState()
  await context.close()
  return { cookies, origins: [] }
}

/** Scrolls through the page until nothing is being worked out any more. */
async function settle(page) {
  await page.waitForTimeout(200)
  for (let look = 0; look < looksMax; look += 1) {
    const working = page.locator('[role="status"][aria-label]')
    const count = await working.count()
    if (count === 0 && look > 1) break
    if (count > 0)
      await working
        .last()
        .scrollIntoViewIfNeeded({ timeout: 500 })
        .catch(() => undefined)
    await page.waitForTimeout(150)
  }
  await page.evaluate('scrollTo(0, 0); document.querySelectorAll("[role=dialog]").forEach((drawer) => drawer.scrollTo(0, 0))')
  await page.waitForTimeout(150)
}

async function shoot(browser, url, storageState, list, named) {
  for (const [language, locale] of Object.entries(locales)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of themes) {
        const context = await browser.newContext({ viewport, colorScheme, locale, storageState, reducedMotion: 'reduce' })
        const page = await context.newPage()
        for (const [name, path] of Object.entries(list)) {
          if (named.length > 0 && !named.includes(name)) continue
          await page.goto('about:blank')
          await page.goto(new URL(path, url).href)
          await settle(page)
          // What lies in a drawer scrolls by itself: the page behind it is not the picture.
          const fullPage = !path.includes('kpi=')
          await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}-${language}.png`), fullPage })
          if (`${name}-${size}-${colorScheme}-${language}` === 'compass-wide-light-ru') {
            await page.screenshot({ path: join(root, 'docs', 'screenshot.png') })
          }
        }
        await context.close()
      }
    }
  }
}

ensureInstalled()
if (!isBuilt()) build()
mkdirSync(folder, { recursive: true })
const { chromium } = await import('playwright-core')
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
const demo = await startDemo()
const named = process.argv.slice(2)
await shoot(browser, demo.url, await signIn(browser, demo), pages, named)
await shoot(browser, demo.url, { cookies: [], origins: [] }, doors, named)
await browser.close()
demo.child.removeAllListeners('close')
demo.child.kill('SIGTERM')
say(`Pictures in ${folder}`)
