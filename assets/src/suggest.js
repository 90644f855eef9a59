// Which outcomes a piece may be about, looked up again while somebody writes it. Without this a button on the page does it.
;(() => {
  const QUIET = 2000 // after the last key
  const APART = 10000 // between two looks
  const ENOUGH_WORDS = 5 // that came or went since the last look
  const SAY_APART = 60000 // a screen reader is not to be talked over
  const GIVE_UP = new Set([403, 404, 409]) // signed in anew or handed in elsewhere: the page is behind

  const place = document.querySelector("[data-may-show]")
  const form = place.closest("form")
  const said = place.querySelector("[data-may-show-said]")
  let lookedAt = 0
  let saidAt = 0
  let told = codes(place)
  let timer
  let fresh = null // found, and waiting until nobody is at the old ones
  let read = words()

  place.querySelector("[data-may-show-button]").hidden = true

  function words() {
    const texts = [...form.querySelectorAll("textarea, input[name=title]")].map((box) => box.value)
    return new Set(texts.join(" ").toLowerCase().match(/\p{L}{3,}/gu))
  }

  function isAnother(now) {
    const differ = [...now].filter((word) => !read.has(word)).length + [...read].filter((word) => !now.has(word)).length
    return differ >= ENOUGH_WORDS
  }

  function codes(list) {
    return [...list.querySelectorAll("[data-code]")].map((row) => row.dataset.code).join(", ")
  }

  function later() {
    clearTimeout(timer)
    timer = setTimeout(look, Math.max(QUIET, lookedAt + APART - Date.now()))
  }

  async function look() {
    const now = words()
    if (!isAnother(now)) return
    lookedAt = Date.now()
    const body = new FormData(form)
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
    if (cookie) body.set("csrfmiddlewaretoken", cookie[1])
    try {
      const answer = await fetch(place.dataset.mayShow, { method: "POST", body, redirect: "manual" })
      if (GIVE_UP.has(answer.status)) form.removeEventListener("input", later)
      if (!answer.ok) return
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-may-show-list]")
    } catch {
      return // no connection: with the next words, perhaps
    }
    read = now
    show()
  }

  // Nothing changes under a finger, a pointer or the focus.
  function show() {
    if (!fresh || place.matches(":hover, :focus-within")) return
    place.querySelector("[data-may-show-list]").replaceWith(fresh)
    fresh = null
    if (codes(place) === told || Date.now() - saidAt < SAY_APART) return
    told = codes(place)
    saidAt = Date.now()
    said.textContent = told ? `Below the buttons, outcomes this may be about: ${told}` : ""
  }

  form.addEventListener("input", later)
  place.addEventListener("pointerleave", show)
  place.addEventListener("focusout", () => setTimeout(show))
})()
