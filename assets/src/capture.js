/*
  Notes that are written with or without a connection.

  <form data-notes="address to send to" data-notes-owner="7"> keeps what is typed on this device, under its owner's
  own name, until the service has answered that it has it; then nothing of it stays here. Each note has a number that is
  made here: sent twice, because an answer was lost, it is one note. What is waiting is sent at once, when the connection
  is back, when somebody comes back to the page, and every minute in between.

  <div data-notes-waiting="address" data-notes-owner="7"> on another page sends too, and says how many wait.

  The page that is opened without a connection knows nobody: there a cookie says whose notes it may show (person_here).

  The service answers in JSON: 200 {state: "saved", at, href, message} or {state: "removed", message},
  422 {state: "invalid", message}, 401 {state: "signed-out"}, 409 {state: "somebody-else"}.
*/
(() => {
  "use strict";

  const STORE = "note:";
  const FIELDS = ["title", "words", "happened_on_day", "happened_on_month", "happened_on_year"];
  const ANSWER_WITHIN = 20000;
  const RETRIES = [5000, 10000, 20000, 40000, 60000];
  const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

  const WAITING = "Waiting on this device";
  const NOT_KEPT = "This device cannot keep your note. Copy your words before you leave this page.";
  const EMPTY = "Enter a title or what happened";

  const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`))?.[1] || "";
  const plural = (number) => (number === 1 ? "1 note" : `${number} notes`);

  const newNumber = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  };

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const nameOf = (note) => {
    const text = (note.title || note.words).trim().replace(/\s+/g, " ");
    return text.length > 60 ? `${text.slice(0, 60)} …` : text;
  };

  /* What is on this device: each note in a place of its own, so that two tabs never overwrite each other's. */
  const device = {
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(STORE));
      } catch {
        return [];
      }
    },
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(key, note) {
      try {
        localStorage.setItem(key, JSON.stringify(note));
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // A device that keeps nothing has nothing to remove.
      }
    },
  };

  /* One person's notes on this device, on their way to the service. */
  class Outbox {
    constructor(owner, { address, told }) {
      this.owner = owner;
      this.address = address;
      this.told = told;
      this.prefix = `${STORE}${owner}:`;
      this.failures = 0;
      this.isSending = this.isWantedAgain = false;
      this.states = new Map(); // what became of each since this page was opened
      addEventListener("online", () => this.send());
      addEventListener("storage", () => this.told());
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    }

    key(number) {
      return this.prefix + number;
    }

    notes() {
      return device
        .keys()
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => device.read(key))
        .filter(Boolean)
        .sort((one, other) => one.at - other.at);
    }

    waiting() {
      return this.notes().filter((note) => note.state === "waiting");
    }

    keep(note) {
      return device.write(this.key(note.made_as), note);
    }

    remove(note) {
      device.remove(this.key(note.made_as));
      this.told();
    }

    became(note, state) {
      this.states.set(note.made_as, { note, ...state });
      this.told(note, state);
    }

    /* One round at a time, over all tabs where the browser can say so: what is added meanwhile goes with the next. */
    async send() {
      clearTimeout(this.timer);
      // The connection may come back while an attempt is still failing for want of it.
      this.isWantedAgain = this.isSending;
      if (this.isSending || !this.waiting().length) return;
      this.isSending = true;
      let isDone = true;
      const round = async () => {
        for (const note of this.waiting()) {
          this.became(note, { text: "Sending …" });
          if (await this.post(note)) continue;
          isDone = false;
          break; // the next would meet the same
        }
      };
      try {
        await (navigator.locks ? navigator.locks.request(`${STORE}${this.owner}`, round) : round());
      } finally {
        this.isSending = false;
      }
      if (isDone || this.isWantedAgain) {
        this.send();
        return;
      }
      this.timer = setTimeout(() => this.send(), RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
      this.failures += 1;
    }

    async post(note, isSecondTry = false) {
      const body = new FormData();
      body.append("owner", this.owner);
      for (const name of ["made_as", "written_on", ...FIELDS]) body.append(name, note[name] || "");
      let response;
      try {
        response = await fetch(this.address, {
          method: "POST",
          body,
          headers: { "X-Autosave": "1", "X-CSRFToken": cookie("csrftoken") },
          credentials: "same-origin",
          redirect: "manual",
          signal: AbortSignal.timeout?.(ANSWER_WITHIN),
        });
      } catch {
        return this.later(note);
      }
      const answer = await response.json().catch(() => ({}));
      if (response.ok && ["saved", "removed"].includes(answer.state)) return this.arrived(note, answer);
      if (response.status === 401 || response.type === "opaqueredirect") {
        return this.later(note, "Sign in to send it.", true);
      }
      if (answer.state === "somebody-else") {
        return this.later(note, "Somebody else is signed in on this device now. It is sent when you sign in again.");
      }
      if (response.status === 403 && !isSecondTry) {
        // Signing in made another token, which any page of a signed-in person brings.
        await fetch(this.address, { credentials: "same-origin" }).catch(() => null);
        return this.post(note, true);
      }
      if (response.status >= 500 || [403, 408, 425, 429].includes(response.status)) return this.later(note);
      const isTooLong = response.status === 413 ? "It is too long." : "The service could not take it.";
      return this.refused(note, answer.message || isTooLong);
    }

    arrived(note, answer) {
      this.failures = 0;
      device.remove(this.key(note.made_as));
      const text = answer.state === "saved" ? `Sent at ${answer.at}` : answer.message;
      this.became(note, { text, href: answer.href, more: answer.state === "saved" ? answer.message : "", isSent: true });
      return true;
    }

    /* Another try would get the same answer: it stays here until its writer decides. */
    refused(note, message) {
      const kept = { ...note, state: "refused", message };
      this.keep(kept);
      this.became(kept, { text: `Not sent: ${message}` });
      return true;
    }

    later(note, why = "", isSignedOut = false) {
      this.became(note, { text: why ? `${WAITING}. ${why}` : WAITING, isSignedOut });
      return false;
    }
  }

  /* The page on which notes are written. */
  class Desk {
    constructor(form, owner) {
      this.form = form;
      this.list = document.querySelector("[data-notes-here]");
      this.said = document.querySelector("[data-notes-said]");
      this.rows = new Map();
      this.outbox = new Outbox(owner, {
        address: form.dataset.notes,
        told: (note, state) => this.draw(note, state),
      });
      this.number = newNumber();
      this.form.elements.namedItem("made_as")?.setAttribute("value", this.number);
      this.adopt();
      for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
      form.addEventListener("submit", (event) => this.save(event));
      addEventListener("pagehide", () => this.keep());
      this.draw();
      this.outbox.send();
    }

    typed(state) {
      const note = { made_as: this.number, at: Date.now(), written_on: today(), state };
      for (const name of FIELDS) note[name] = this.form.elements.namedItem(name)?.value || "";
      return note;
    }

    isEmpty(note) {
      return !note.title.trim() && !note.words.trim();
    }

    changed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 300);
    }

    /* What is being written is here too, in case the page or the telephone goes off. */
    keep() {
      clearTimeout(this.timer);
      const note = this.typed("writing");
      if (this.isEmpty(note)) device.remove(this.outbox.key(this.number));
      else this.outbox.keep(note);
    }

    /* Browsers put words back into the boxes of a page that is loaded again: they are these words, not others. */
    adopt() {
      const now = this.typed("writing");
      if (this.isEmpty(now)) return;
      for (const note of this.outbox.notes()) {
        if (note.state === "writing" && note.words === now.words && note.title === now.title) this.outbox.remove(note);
      }
      this.keep();
    }

    save(event) {
      if (event.defaultPrevented) return;
      const note = this.typed("waiting");
      this.tellMistake(this.isEmpty(note) ? EMPTY : "");
      if (this.isEmpty(note)) {
        event.preventDefault();
        return;
      }
      if (!this.outbox.keep(note)) {
        if (navigator.onLine && this.form.elements.namedItem("csrfmiddlewaretoken")) return; // as without this script
        event.preventDefault();
        this.tellMistake(NOT_KEPT);
        return;
      }
      event.preventDefault();
      clearTimeout(this.timer);
      this.begin();
      this.outbox.became(note, { text: WAITING });
      this.outbox.send();
      this.list.scrollIntoView({ block: "nearest" });
    }

    /* An empty page, for the next note. */
    begin() {
      this.number = newNumber();
      this.form.elements.namedItem("made_as")?.setAttribute("value", this.number);
      this.fill({});
      this.form.querySelector("details")?.removeAttribute("open");
    }

    fill(note) {
      for (const name of FIELDS) this.form.elements.namedItem(name).value = note[name] || "";
      this.form.elements.namedItem("words").dispatchEvent(new Event("input")); // characters are counted by it
    }

    tellMistake(mistake) {
      const words = this.form.elements.namedItem("words");
      const group = words.closest(".govuk-form-group");
      this.form.querySelector("#notes-mistake")?.remove();
      group.classList.toggle("govuk-form-group--error", Boolean(mistake));
      words.classList.toggle("govuk-textarea--error", Boolean(mistake));
      words.removeAttribute("aria-describedby");
      if (!mistake) return;
      const message = element("p", "govuk-error-message");
      message.id = "notes-mistake";
      message.append(element("span", "govuk-visually-hidden", "Error:"), ` ${mistake}`);
      words.before(message);
      words.setAttribute("aria-describedby", message.id);
      words.focus();
    }

    goOn(note) {
      this.keep(); // what stands in the page now becomes one of those that are not finished
      this.begin();
      this.fill(note);
      this.outbox.remove(note);
      this.keep();
      this.draw();
      this.form.elements.namedItem("words").focus();
    }

    /* Each note on a line of its own. A line that has not changed is left alone, and the focus with it. */
    draw(note, state) {
      if (note && state && state.text !== "Sending …") this.say(`${nameOf(note)}: ${state.text}`);
      const lines = new Map();
      for (const [number, became] of this.outbox.states) if (became.isSent) lines.set(number, became);
      for (const kept of this.outbox.notes()) {
        if (kept.made_as === this.number) continue;
        lines.set(kept.made_as, { text: WAITING, ...this.outbox.states.get(kept.made_as), ...this.line(kept), note: kept });
      }
      const rows = this.list.querySelector("ul");
      for (const [number, row] of this.rows) {
        if (lines.has(number)) continue;
        row.remove();
        this.rows.delete(number);
      }
      for (const [number, line] of lines) {
        const looks = JSON.stringify([line.text, line.href, line.more, line.note.state, line.isSignedOut]);
        const before = this.rows.get(number);
        if (before?.dataset.looks === looks) continue;
        const row = this.row(line);
        row.dataset.looks = looks;
        if (before) before.replaceWith(row);
        else rows.prepend(row);
        this.rows.set(number, row);
      }
      this.list.hidden = !lines.size;
      if ([...lines.values()].some((line) => line.isSent)) {
        for (const told of document.querySelectorAll("[data-notes-no-connection]")) told.hidden = true;
      }
    }

    line(note) {
      if (note.state === "refused") return { text: `Not sent: ${note.message}` };
      return note.state === "writing" ? { text: "Not finished" } : {};
    }

    row(line) {
      const { note } = line;
      const row = element("li", "app-notes__note");
      row.append(element("strong", "app-break", nameOf(note)), element("br", ""), element("span", "app-notes__state", line.text));
      if (line.more) row.append(element("span", "govuk-hint", line.more));
      const ways = element("div", "app-notes__ways");
      if (line.href) ways.append(this.link("Open the note", line.href, nameOf(note)));
      if (line.isSignedOut && note.state === "waiting") {
        const back = encodeURIComponent(this.form.dataset.notes);
        ways.append(this.link("Sign in", `${this.form.dataset.notesSignIn}?next=${back}`));
      }
      if (!line.isSent && note.words.trim()) {
        const words = element("details", "govuk-details");
        const summary = element("summary", "govuk-details__summary");
        summary.append(element("span", "govuk-details__summary-text", "Read what you wrote"));
        words.append(summary, element("div", "govuk-details__text app-text app-break", note.words));
        row.append(words);
      }
      if (note.state === "writing") {
        ways.append(this.button("Go on writing", nameOf(note), () => this.goOn(note)));
      }
      if (note.state === "refused") {
        ways.append(
          this.button("Try again", nameOf(note), () => {
            this.outbox.keep({ ...note, state: "waiting" });
            this.outbox.send();
          }),
        );
        if (navigator.clipboard) ways.append(this.copier(note));
      }
      if (["writing", "refused"].includes(note.state) && !line.isSent) ways.append(this.thrower(note));
      if (ways.childElementCount) row.append(ways);
      return row;
    }

    copier(note) {
      const button = this.button("Copy the words", nameOf(note), async () => {
        const words = [note.title, note.words].filter((text) => text.trim()).join("\n\n");
        const isCopied = await navigator.clipboard.writeText(words).then(() => true, () => false);
        button.firstChild.textContent = isCopied ? "Copied" : "Could not copy: open what you wrote and select it";
      });
      return button;
    }

    /* Asks by its own words: the second press is the one that counts. */
    thrower(note) {
      const button = this.button("Throw it away", nameOf(note), () => {
        if (button.dataset.isSure) {
          this.outbox.remove(note);
          this.outbox.states.delete(note.made_as);
          this.draw();
          this.say("Thrown away");
          this.form.elements.namedItem("title").focus();
          return;
        }
        button.dataset.isSure = "1";
        button.firstChild.textContent = "Throw it away for good?";
      });
      return button;
    }

    button(text, about, action) {
      const made = element("button", "govuk-button govuk-button--secondary", text);
      made.type = "button";
      made.append(element("span", "govuk-visually-hidden", `: ${about}`));
      made.addEventListener("click", action);
      return made;
    }

    link(text, href, about = "") {
      const made = element("a", "govuk-link", text);
      made.href = href;
      if (about) made.append(element("span", "govuk-visually-hidden", `: ${about}`));
      return made;
    }

    say(text) {
      if (this.said && this.said.textContent !== text) this.said.textContent = text;
    }
  }

  /* Any other page of the same person: it sends what waits, and says so. */
  function watch(place) {
    const outbox = new Outbox(place.dataset.notesOwner, { address: place.dataset.notesWaiting, told: tell });
    const count = place.querySelector("[data-notes-count]");
    const number = (state) => outbox.notes().filter((note) => note.state === state).length;
    function tell() {
      const [waits, unfinished, refused] = ["waiting", "writing", "refused"].map(number);
      const sent = [...outbox.states.values()].filter((state) => state.isSent).length;
      const said = [
        waits && `${plural(waits)} ${waits === 1 ? "waits" : "wait"} on this device to be sent.`,
        unfinished && `${plural(unfinished)} on this device ${unfinished === 1 ? "is" : "are"} not finished.`,
        refused && `${plural(refused)} on this device could not be sent.`,
        sent && `${plural(sent)} that waited on this device ${sent === 1 ? "was" : "were"} sent.`,
      ];
      count.textContent = said.filter(Boolean).join(" ");
      place.hidden = !count.textContent;
    }
    tell();
    outbox.send();
  }

  for (const key of device.keys()) {
    const note = device.read(key);
    if (!note || Date.now() - note.at > KEPT_FOR) device.remove(key);
  }
  const form = document.querySelector("form[data-notes]");
  const place = document.querySelector("[data-notes-waiting]");
  if (form) {
    const owner = form.dataset.notesOwner || cookie("person_here");
    if (owner) {
      for (const nobody of document.querySelectorAll("[data-notes-nobody]")) nobody.hidden = true;
      form.hidden = false;
      new Desk(form, owner);
    }
    if (form.dataset.notesWorker) {
      navigator.serviceWorker
        ?.register(form.dataset.notesWorker, { scope: form.dataset.notes })
        .then(() => {
          for (const told of document.querySelectorAll("[data-notes-offline-too]")) told.hidden = false;
        })
        .catch(() => null); // then this page works with a connection alone
    }
  } else if (place) watch(place);
})();
