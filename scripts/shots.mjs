// `npm run shots`: pictures of every page on the demo company, wide and narrow, light and dark, in Russian and English, under
// artefacts/shots; the first of them also as docs/screenshot.png. To be looked at by a person.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { ensureInstalled, nodePath, root, say, startTool } from './toolchain.mjs'

const pages = { compass: '/', funnel: '/funnel', people: '/people', leads: '/leads', lost: '/lost', data: '/data', kpis: '/kpis' }
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const themes = ['light', 'dark']
const locales = { ru: 'ru-RU', en: 'en-GB' }
const folder = join(root, 'artefacts', 'shots')

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(existsSync)
  if (found) return found
  throw new Error('No Chromium found: install `chromium`.')
}

/** Starts the demo server; resolves to its one-time link. */
function startDemo() {
  const data = join(root, 'artefacts', 'shots-data')
  const args = [join(root, 'bin', 'rumb.mjs'), 'demo', '--port', '0', '--data', data, '--format', 'json']
  const child = startTool(nodePath(), args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`The server ended with ${code}.`)))
    child.stdout.once('data', (text) => resolve({ child, link: JSON.parse(String(text)).owner_link }))
  })
}

async function shoot(browser, link, state, locale) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of themes) {
      const context = await browser.newContext({ viewport, colorScheme: theme, locale, storageState: state, reducedMotion: 'reduce' })
      const page = await context.newPage()
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(new URL(path, link).href)
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: join(folder, `${name}-${size}-${theme}-${locale.slice(0, 2)}.png`) })
      }
      await context.close()
    }
  }
}

ensureInstalled()
if (!isBuilt()) build()
mkdirSync(folder, { recursive: true })
const { chromium } = await import('playwright-core')
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
const { child, link } = await startDemo()
const first = await browser.newContext()
await (await first.newPage()).goto(link)
const state = await first.storageState({})
for (const locale of Object.values(locales)) await shoot(browser, link, { cookies: state.cookies, origins: [] }, locale)
await browser.close()
child.kill('SIGTERM')
copyFileSync(join(folder, 'compass-wide-light-ru.png'), join(root, 'docs', 'screenshot.png'))
say(`Pictures in ${folder}`)
