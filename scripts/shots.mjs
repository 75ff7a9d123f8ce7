// `npm run shots [-- NAME…]`: pictures of every page on the demo company, whole length, from a phone to a desk, light and dark, in
// three languages, under artefacts/shots; the first of them also as docs/screenshot.png. With names, those pages or looks only
// (`wide-dark-uk`). To be looked at by a person.
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { ensureInstalled, nodePath, root, say, startTool } from './toolchain.mjs'

const pages = {
  today: '/today',
  'stand-up': '/today?show=crm%3As3',
  wall: '/wall',
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
  'own-kpis': '/kpis/own',
  start: '/start',
  import: '/import',
  ...Object.fromEntries(
    ['company', 'calendar', 'sale', 'pipelines', 'reasons', 'channels', 'people', 'keys', 'audit', 'account'].map((part) => [
      `settings-${part}`,
      `/settings/${part}`,
    ]),
  ),
}
/** Shown to who is not signed in. */
const doors = { 'sign-in': '/', 'bad-link': '/join#token=spent' }
/** Shown to a salesperson. */
const own = { 'my-day': '/', 'own-card': '/people/crm%3As3' }
const sizes = { wide: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } }
const themes = ['light', 'dark']
const locales = { ru: 'ru-RU', uk: 'uk-UA', en: 'en-GB' }
/** Ukrainian is as long as Russian, and a tablet lies between: each is looked at once in every theme. */
const looks = Object.keys(locales).flatMap((language) =>
  Object.keys(sizes).flatMap((size) =>
    themes.flatMap((theme) => {
      const isLooked =
        language === 'uk' ? (size === 'wide') === (theme === 'dark') && size !== 'tablet' : size !== 'tablet' || language === 'ru'
      return isLooked ? [{ language, size, theme, name: `${size}-${theme}-${language}` }] : []
    }),
  ),
)
const owner = { name: 'Олена Коваль', email: 'olena@demo.example', password: 'compass and anchor' }
const seller = { name: 'Сергій', email: 'serhii@demo.example', password: 'compass and anchor' }
const folder = join(root, 'artefacts', 'shots')
const looksMax = 300

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

/** Signs in by what the server takes for it; the state of that browser. */
async function enter(browser, url, start, path, body) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(start)
  const entered = await page.request.post(url + path, { data: body, headers: { origin: new URL(url).origin } })
  const { cookies } = await context.storageState()
  await context.close()
  return entered.ok() ? { cookies, origins: [] } : null
}

const known = ({ email, password }) => ({ email, password })

/** The owner of the demo company, made by the link on the first run. */
async function enterOwner(browser, { url, owner_link }) {
  const state = owner_link
    ? await enter(browser, url, owner_link, '/api/owner', owner)
    : await enter(browser, url, url, '/api/session', known(owner))
  if (!state) throw new Error('The owner is not signed in.')
  return state
}

/** A salesperson, invited on the first run. */
async function enterSeller(browser, url, ownerState) {
  const before = await enter(browser, url, url, '/api/session', known(seller))
  if (before) return before
  const context = await browser.newContext({ storageState: ownerState })
  const data = { role: 'rep', person: 'crm:s3' }
  const made = await context.request.post(`${url}/api/invitations`, { data, headers: { origin: new URL(url).origin } })
  const { path } = await made.json()
  await context.close()
  const state = await enter(browser, url, url, '/api/invitations/accept', { ...seller, token: path.split('#token=')[1] })
  if (!state) throw new Error('The salesperson is not signed in.')
  return state
}

/** Scrolls through the page until nothing is being worked out any more. */
async function settle(page) {
  await page.locator('h1, main').first().waitFor({ state: 'attached' })
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
  const isNamed = (name) => named.length === 0 || named.includes(name)
  const anyLook = !looks.some(({ name }) => named.includes(name))
  const anyPage = !named.some((name) => !looks.some((look) => look.name === name))
  for (const { language, size, theme, name: look } of looks) {
    if (!anyLook && !isNamed(look)) continue
    const shown = Object.entries(list).filter(([name]) => anyPage || isNamed(name))
    if (shown.length === 0) continue
    const viewport = sizes[size]
    const context = await browser.newContext({
      ...{ viewport, colorScheme: theme, locale: locales[language], storageState, reducedMotion: 'reduce' },
    })
    const page = await context.newPage()
    for (const [name, path] of shown) {
      await page.goto('about:blank')
      await page.goto(new URL(path, url).href)
      await settle(page)
      // What lies in a drawer scrolls by itself: the page behind it is not the picture.
      const fullPage = !path.includes('kpi=') && !path.includes('show=')
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage })
      if (`${name}-${look}` === 'compass-wide-light-ru') await page.screenshot({ path: join(root, 'docs', 'screenshot.png') })
    }
    await context.close()
  }
}

ensureInstalled()
if (!isBuilt()) build()
mkdirSync(folder, { recursive: true })
const { chromium } = await import('playwright-core')
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
const demo = await startDemo()
const named = process.argv.slice(2)
const ownerState = await enterOwner(browser, demo)
await shoot(browser, demo.url, ownerState, pages, named)
await shoot(browser, demo.url, await enterSeller(browser, demo.url, ownerState), own, named)
await shoot(browser, demo.url, { cookies: [], origins: [] }, doors, named)
await browser.close()
demo.child.removeAllListeners('close')
demo.child.kill('SIGTERM')
say(`Pictures in ${folder}`)
