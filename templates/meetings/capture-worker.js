/* 意见速录 without network. It is registered for one sitting's capture page alone, so nothing else of the portal
   passes here. It keeps the bare page and its files: no word of a sitting, no name, no answer of the server. */
'use strict';
const FACTS = JSON.parse('{{ facts|escapejs }}');
const NAME = 'portal-capture-' + FACTS.version;
const PATIENCE = 8000;

self.addEventListener('install', (event) => {
  const wanted = [...FACTS.files, FACTS.page].map((url) => new Request(url, { cache: 'reload', credentials: 'omit' }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('portal-capture-') && name !== NAME;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (url.pathname.startsWith(FACTS.static)) event.respondWith(file(event.request));
});

function file(request) {
  return caches.open(NAME).then((kept) => kept.match(request, { ignoreSearch: true })).then((found) => found || fetch(request));
}

/* The server's page where it answers in time; else the bare one, which opens what lies on this laptop. */
function page(request) {
  const bare = () => caches.open(NAME).then((kept) => kept.match(FACTS.page));
  const late = new Promise((resolve) => { setTimeout(() => resolve(null), PATIENCE); });
  const fresh = fetch(request).then((answer) => ([502, 503, 504].includes(answer.status) ? null : answer), () => null);
  return Promise.race([fresh, late]).then((answer) => answer || bare()).then((answer) => answer || fetch(request));
}
