/*
  Opens the page for notes without a connection. It watches over that one page (its scope) and keeps one page that is the
  same for everybody, with its styles and scripts. Nothing that somebody sees signed in is ever kept here, and nothing
  that is sent passes through here.

  The address of this script's frame says what to keep: self.NOTES = {page, parts, version}.
*/
(() => {
  "use strict";

  const { page, parts, version } = self.NOTES;
  const PREFIX = "notes-";
  const CACHE = PREFIX + version;
  const PATIENCE = 5000; // a connection that says nothing for so long is none
  const plain = { credentials: "omit", cache: "reload" }; // asked by nobody, so that it holds nobody

  async function keep() {
    const cache = await caches.open(CACHE);
    await cache.addAll([page, ...parts].map((address) => new Request(address, plain)));
    await self.skipWaiting();
  }

  async function forgetOlder() {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  }

  const kept = (address) => caches.open(CACHE).then((cache) => cache.match(address, { ignoreVary: true }));

  async function open(request) {
    try {
      const answer = await Promise.race([
        fetch(request),
        new Promise((_, refuse) => setTimeout(refuse, PATIENCE, new Error("no answer"))),
      ]);
      if (answer.status < 500) return answer;
    } catch {
      // No connection: the page that is kept will do.
    }
    return (await kept(page)) || Response.error();
  }

  self.addEventListener("install", (event) => event.waitUntil(keep()));
  self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    if (request.mode === "navigate") {
      if (new URL(request.url).href === self.registration.scope) event.respondWith(open(request));
    } else if (parts.includes(new URL(request.url).pathname)) {
      event.respondWith(kept(request.url).then((part) => part || fetch(request)));
    }
  });
})();
