// The few pages the server says itself, in three languages at once, while the page is not built.
import type { Context } from 'hono'
import type { HttpEnv } from './http-env.ts'

const notes = {
  link_used: [
    ['ru', 'Ссылка уже использована', 'Ссылка владельца открывает дверь один раз. Новую даёт команда rumb users link.'],
    ['uk', 'Посилання вже використано', 'Посилання власника відчиняє двері один раз. Нове дає команда rumb users link.'],
    ['en', 'The link has been used', 'The owner link opens the door once. The command rumb users link makes a new one.'],
  ],
  not_built: [
    ['ru', 'Страница не собрана', 'Выполните npm run build и запустите сервер снова.'],
    ['uk', 'Сторінку не зібрано', 'Виконайте npm run build і запустіть сервер знову.'],
    ['en', 'The page is not built', 'Run npm run build and start the server again.'],
  ],
} as const

export function notePage(context: Context<HttpEnv>, status: 401 | 503, note: keyof typeof notes): Response {
  const sections = notes[note].map(([lang, title, text]) => `<section lang="${lang}"><h1>${title}</h1><p>${text}</p></section>`)
  const html = `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rumb</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1f2a2e;background:#f6f8f8}
h1{font-size:1.1rem;margin:1.5rem 0 .25rem}p{margin:0}@media(prefers-color-scheme:dark){body{color:#d8e0e2;background:#12181a}}</style></head>
<body>${sections.join('\n')}</body></html>`
  return context.html(html, status, { 'cache-control': 'no-store' })
}
