// The visit tracker as sites load it: <script src=…/t.js data-site=KEY data-consent=required>. Sends pages with where the visit came
// from; knows a visitor by a cookie of the site, and with data-consent=required sets and sends nothing before rumb.consent(true).
;(() => {
  const script = document.currentScript
  const { site, consent: rule } = script.dataset
  const to = new URL('/t', script.src).href
  const name = 'rumb_visitor'
  const forms = []
  let sent
  let allowed = rule !== 'required' || !!read()

  function read() {
    return document.cookie.match(`(?:^|; )${name}=([\\w-]+)`)?.[1]
  }

  function write(value, age) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and waits
    document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
  }

  function visitor() {
    if (!allowed) return ''
    const id = read() || Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
    write(id, 34e6)
    return id
  }

  // Where the visit came from: kept for half an hour after its last page, so that every page of it says the same.
  function source(now) {
    const tags = /[?&](utm_\w+|\w*cl(ick_?)?id|[gw]braid|gad_source|li_fat_id|rdt_cid|epik|igshi?d?|mc_[ce]id|admitad_uid)=/i.test(
      location.search,
    )
    const from = document.referrer
    const away = from && new URL(from).host !== location.host
    let kept
    try {
      kept = JSON.parse(localStorage.getItem('rumb_visit'))
    } catch {}
    if (!kept || now - kept.at > 18e5 || (sent === undefined && (tags || away))) kept = { r: away ? from : '', q: location.search }
    kept.at = now
    try {
      localStorage.setItem('rumb_visit', JSON.stringify(kept))
    } catch {}
    return kept
  }

  function send() {
    const page = location.href.split('#')[0]
    if (!allowed || page === sent) return
    const { r, q } = source(Date.now())
    sent = page
    const body = JSON.stringify({ k: site, v: visitor(), u: page, r, q })
    fetch(to, { method: 'POST', body, mode: 'no-cors', credentials: 'omit', keepalive: true }).catch(() => {})
  }

  function fill() {
    for (const input of forms) input.value = visitor()
  }

  window.rumb = {
    consent(yes) {
      allowed = yes
      if (yes) send()
      else {
        write('', 0)
        localStorage.removeItem('rumb_visit')
        sent = undefined
      }
      fill()
    },
    link(form) {
      const target = typeof form === 'string' ? document.querySelector(form) : form
      let input = target.querySelector(`input[name=${name}]`)
      if (!input) {
        input = document.createElement('input')
        input.type = 'hidden'
        input.name = name
        target.append(input)
      }
      if (!forms.includes(input)) forms.push(input)
      fill()
    },
  }

  for (const step of ['pushState', 'replaceState']) {
    const plain = history[step]
    history[step] = function (...given) {
      plain.apply(this, given)
      send()
    }
  }
  addEventListener('popstate', send)
  send()
})()
