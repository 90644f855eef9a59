// How far a file is, without loading the page again by hand. The page is drawn on the server and works without this.
;(() => {
  const PAUSE = 2000
  const SAY_EVERY = 5 // times that it is looked at; a screen reader is not to be talked over
  const status = document.querySelector("[data-progress-said]")
  let looks = 0

  async function look() {
    let page
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
      if (!answer.ok) return
      page = new DOMParser().parseFromString(await answer.text(), "text/html")
    } catch {
      setTimeout(look, PAUSE * 5) // no connection: later, perhaps
      return
    }
    const fresh = page.querySelector("[data-progress]")
    if (!fresh) {
      location.reload() // it is over: the page says what came of it
      return
    }
    document.querySelector("[data-progress]").replaceWith(fresh)
    looks += 1
    if (looks % SAY_EVERY === 0) status.textContent = fresh.querySelector("label").textContent
    setTimeout(look, PAUSE)
  }

  setTimeout(look, PAUSE)
})()
