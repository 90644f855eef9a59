/*
  Keeps what people write.

  <form data-autosave="address" data-autosave-key="evidence-12" data-autosave-owner="7"> with a hidden `revision` saves
  itself two seconds after the last key and when the page is left. Until the server has confirmed a text, a copy of it
  stays on this device; a copy that never reached the server is offered on the next visit, never put back silently.

  The server answers in JSON: 200 {state: "saved", at, revision}, 409 {state: "conflict", message, href},
  422 {state: "invalid", message}, 401 {state: "signed-out"}.

  A form with a key and without an address is kept on this device only, until it is sent.

  What was sent has arrived where the service leads on from it to another page, and where a page says so:
  <div hidden data-autosave-clear="evidence-12" data-autosave-owner="7">.
*/
(() => {
  "use strict";

  const QUIET = 2000; // after the last key
  const LONGEST_WAIT = 30000; // for people who never pause
  const ANSWER_WITHIN = 20000;
  const RETRIES = [5000, 10000, 20000, 40000, 60000];
  const BEFORE_SENDING = 5000; // how long sending the form waits for a save that is on its way
  const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies once the page is gone
  const COPIES_LAST = 30 * 24 * 60 * 60 * 1000;
  const STORE = "autosave:";
  const NOT_TEXT = new Set(["csrfmiddlewaretoken", "revision"]);

  const NOT_SAVED = "Not saved: kept on this device.";
  const KEPT = "Kept on this device until you send it.";
  const NOT_KEPT = "Not saved, and this device cannot keep it. Copy your text before you leave this page.";

  const timeOf = (moment) => {
    const date = new Date(moment);
    const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (date.toDateString() === new Date().toDateString()) return time;
    return `${time} on ${date.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
  };

  const same = (one, other) => {
    const plain = (entries) =>
      JSON.stringify(entries.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n").trim()]));
    return one !== null && other !== null && plain(one) === plain(other);
  };
  // A question that was not on the page when the copy was kept, and has no answer yet, makes no difference.
  const filled = (entries) => entries.filter(([, value]) => value.trim());

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  /* Copies on this device: one for each page that is open, so that two tabs never overwrite each other's. */
  const copies = {
    all(prefix) {
      try {
        return Object.keys(localStorage)
          .filter((name) => name.startsWith(prefix))
          .map((name) => ({ name, ...copies.read(name) }))
          .filter((copy) => copy.entries)
          .sort((one, other) => other.at - one.at);
      } catch {
        return [];
      }
    },
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(name)) || {};
      } catch {
        return {};
      }
    },
    write(name, copy) {
      try {
        localStorage.setItem(name, JSON.stringify(copy));
        return true;
      } catch {
        return false;
      }
    },
    remove(name) {
      try {
        localStorage.removeItem(name);
      } catch {
        // A device that keeps nothing has nothing to remove.
      }
    },
  };

  class Keeper {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-autosave-status]");
      this.prefix = `${STORE}${form.dataset.autosaveOwner || ""}:${form.dataset.autosaveKey}:`;
      this.store = this.prefix + Math.random().toString(36).slice(2);
      this.failures = 0;
      this.flight = null;
      this.isWantedAgain = false;
      this.isStopped = false;
      this.isSending = false;
      this.isWaiting = false;
      this.canKeep = true;
      this.refused = null;
      this.unanswered = null;
      // A page with mistakes on it shows what was typed, which the server has not kept.
      this.saved = document.querySelector(".govuk-error-summary") ? null : this.served();

      // Some forms are a step, and have no draft on the server: a decision is made or not.
      this.isKeptHereOnly = !form.dataset.autosave;

      this.say(this.isKeptHereOnly ? `What you write is ${KEPT.toLowerCase()}` : "What you write is saved as you go.");
      for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
      form.addEventListener("submit", (event) => this.send(event));
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.leave();
        else if (this.failures) this.save(); // they may come from signing in again
      });
      addEventListener("pagehide", () => this.leave(true));
      addEventListener("online", () => this.failures && this.save());
      addEventListener("beforeunload", (event) => {
        if (this.isUnsaved() && !this.canKeep && !this.isSending) event.preventDefault();
      });
      addEventListener("pageshow", () => {
        this.isSending = false;
        // Going back, browsers put text into the boxes without saying so.
        if (this.isUnsaved()) this.changed();
      });
      this.offer();
    }

    /* What is in the form now, and what was in it when the server made the page. */
    entries() {
      return [...new FormData(this.form)].filter(
        ([name, value]) => !NOT_TEXT.has(name) && !(value instanceof File),
      );
    }

    served() {
      const entries = [];
      for (const control of this.form.elements) {
        if (!control.name || control.disabled || NOT_TEXT.has(control.name)) continue;
        if (["submit", "button", "reset", "image", "file", "fieldset"].includes(control.type)) continue;
        if (control.type === "checkbox" || control.type === "radio") {
          if (control.defaultChecked) entries.push([control.name, control.value]);
        } else if (control.options) {
          const chosen = [...control.options].filter((option) => option.defaultSelected);
          if (!chosen.length && !control.multiple && control.options.length) chosen.push(control.options[0]);
          for (const option of chosen) entries.push([control.name, option.value]);
        } else {
          entries.push([control.name, control.defaultValue]);
        }
      }
      return entries;
    }

    isUnsaved() {
      return !same(this.entries(), this.saved);
    }

    get revision() {
      return this.form.elements.namedItem("revision");
    }

    changed() {
      clearTimeout(this.copyTimer);
      this.copyTimer = setTimeout(() => this.keep(), 300);
      if (this.isStopped) return;
      this.changedAt ??= Date.now();
      const wait = Math.min(QUIET, Math.max(0, this.changedAt + LONGEST_WAIT - Date.now()));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    /* A copy on this device, while the server does not have this text. */
    keep(more = {}) {
      clearTimeout(this.copyTimer);
      if (!this.isUnsaved()) {
        if (!this.unanswered) copies.remove(this.store);
        return;
      }
      const copy = { at: Date.now(), revision: this.revision?.value, entries: this.entries(), ...more };
      this.canKeep = copies.write(this.store, copy);
    }

    leave(isLast = false) {
      if (this.isSending) return;
      this.keep();
      this.save(isLast);
    }

    /* One save at a time: what is typed meanwhile goes with the next. */
    save(isLast = false) {
      clearTimeout(this.timer);
      this.changedAt = null;
      if (this.isStopped || this.isSending || this.isWaiting) return;
      if (this.isKeptHereOnly) {
        this.keep();
        if (this.isUnsaved()) this.say(this.canKeep ? KEPT : NOT_KEPT, !this.canKeep);
        return;
      }
      if (this.flight) {
        this.isWantedAgain = true;
        return;
      }
      // Whether the service has a text that it never answered to, nobody knows: the same goes again before a newer one,
      // or the newer one would be told of a conflict with the older.
      const entries = (isLast ? null : this.unanswered) || this.entries();
      if (same(entries, this.saved) || same(entries, this.refused)) return;
      this.flight = this.post(entries).finally(() => {
        this.flight = null;
        if (!this.isWantedAgain) return;
        this.isWantedAgain = false;
        this.save();
      });
    }

    async post(entries) {
      const body = new FormData();
      const token = this.token();
      body.append("csrfmiddlewaretoken", token);
      if (this.revision) body.append("revision", this.revision.value);
      for (const [name, value] of entries) body.append(name, value);
      const size = entries.reduce((sum, [name, value]) => sum + new Blob([name, value]).size + 150, 500);
      let response;
      try {
        response = await fetch(this.form.dataset.autosave, {
          method: "POST",
          body,
          headers: { "X-Autosave": "1", "X-CSRFToken": token },
          credentials: "same-origin",
          redirect: "manual",
          keepalive: size < KEEPALIVE_LIMIT,
          signal: AbortSignal.timeout?.(ANSWER_WITHIN),
        });
      } catch {
        this.unanswered = entries;
        this.failed();
        return;
      }
      let answer = {};
      try {
        answer = await response.json();
      } catch {
        // Not one of our answers: the status says enough.
      }
      if (response.ok && answer.state === "saved") this.wasSaved(entries, answer);
      else if (response.status === 409) this.conflict(answer);
      else if (response.status === 422) this.wasRefused(entries, answer.message);
      else if (response.status === 413) this.wasRefused(entries, "The text is too long.");
      else if (response.status === 401 || response.type === "opaqueredirect") {
        this.failed("You have been signed out: sign in again in another tab, then come back here.");
      } else if (response.status >= 400 && response.status < 500 && ![403, 408, 425, 429].includes(response.status)) {
        this.wasRefused(entries, "");
      } else {
        if (response.status >= 500) this.unanswered = entries;
        this.failed();
      }
    }

    /* Signing in again, in another tab, makes the token of this page old; the cookie holds the new one. */
    token() {
      const field = this.form.elements.namedItem("csrfmiddlewaretoken");
      const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      if (field && cookie && this.failures) field.value = cookie[1];
      return field ? field.value : "";
    }

    wasSaved(entries, answer) {
      this.saved = entries;
      this.refused = null;
      this.failures = 0;
      const isOlder = this.unanswered && this.isUnsaved();
      if (isOlder) this.isWantedAgain = true;
      this.unanswered = null;
      if (this.revision && answer.revision !== undefined) this.revision.value = answer.revision;
      if (same(copies.read(this.store).entries || null, entries) || !this.isUnsaved()) {
        clearTimeout(this.copyTimer);
        copies.remove(this.store);
      }
      if (!isOlder) this.say(`Saved at ${answer.at}.`);
    }

    failed(why = "") {
      this.keep();
      const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
      this.failures += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
      this.trouble(why);
    }

    /* Trying again would get the same answer: it waits until the text is another. */
    wasRefused(entries, message) {
      this.refused = entries;
      if (this.unanswered) this.isWantedAgain = true;
      this.unanswered = null;
      this.keep();
      this.trouble(message);
    }

    conflict(answer) {
      this.isStopped = true;
      clearTimeout(this.timer);
      this.keep();
      this.trouble();
      const said = answer.message || "This was changed in another tab or window. Nothing of either was overwritten.";
      const banner = this.banner(said, "Copy what you need from here. Then open the newest version.", "alert");
      const buttons = element("div", "govuk-button-group");
      if (navigator.clipboard) {
        const copy = this.button("Copy what I wrote", async () => {
          try {
            await navigator.clipboard.writeText(this.words());
            copy.textContent = "Copied";
          } catch {
            copy.textContent = "Could not copy: select the text in the page";
          }
        });
        buttons.append(copy);
      }
      const open = element("a", "govuk-link", "Open the newest version");
      open.href = answer.href || location.href.split("#")[0];
      buttons.append(open);
      banner.append(buttons);
    }

    /* What a person wrote, with the questions it answers. */
    words() {
      return [...this.form.querySelectorAll("textarea[name], input[type=text][name]")]
        .filter((control) => control.value.trim())
        .map((control) => `${control.labels[0]?.textContent.trim() || control.name}\n${control.value}`)
        .join("\n\n");
    }

    async send(event) {
      if (event.defaultPrevented) return;
      if ((this.flight || this.unanswered) && !this.isSending && !this.isWaiting) {
        // Both at once would carry the same revision, and the second would be told of a conflict with the first.
        event.preventDefault();
        const { submitter } = event;
        this.save();
        this.isWaiting = true;
        await Promise.race([this.flight, new Promise((done) => setTimeout(done, BEFORE_SENDING))]);
        this.flight = null;
        this.form.requestSubmit(submitter);
        this.isWaiting = this.isWantedAgain = false;
        return;
      }
      this.isSending = true;
      clearTimeout(this.timer);
      this.keep({ isSent: true, page: location.pathname });
    }

    /* Copies of earlier visits: shown to the person, who decides. */
    offer() {
      const shown = this.saved || this.entries();
      for (const copy of copies.all(this.prefix)) {
        if (copy.name === this.store) continue;
        if (same(filled(copy.entries), filled(shown))) {
          // The page holds the same text. If the server does not, this page's own copy takes over.
          if (this.saved === null) this.keep();
          copies.remove(copy.name);
          continue;
        }
        copies.write(copy.name, { ...copy, isSent: false }); // it has not arrived, or would not be here
        const banner = this.banner(
          `Text kept on this device from ${timeOf(copy.at)} was not saved.`,
          "You can put it back into this page, in place of what is here now.",
          "region",
        );
        const buttons = element("div", "govuk-button-group");
        buttons.append(
          this.button("Put it back", () => {
            this.putBack(copy.entries);
            copies.remove(copy.name);
            this.close(banner);
          }),
          this.button("Throw it away", () => {
            copies.remove(copy.name);
            this.close(banner);
            this.offer();
          }),
        );
        banner.append(buttons);
        return;
      }
    }

    putBack(entries) {
      const left = entries.map((entry) => [...entry]);
      const take = (name, value) => {
        const place = left.findIndex((entry) => entry[0] === name && (value === undefined || entry[1] === value));
        return place < 0 ? undefined : left.splice(place, 1)[0][1];
      };
      for (const control of this.form.elements) {
        if (!control.name || NOT_TEXT.has(control.name) || control.type === "hidden") continue;
        if (["submit", "button", "reset", "image", "file", "fieldset"].includes(control.type)) continue;
        if (control.type === "checkbox" || control.type === "radio") {
          control.checked = take(control.name, control.value) !== undefined;
        } else if (control.multiple) {
          for (const option of control.options) option.selected = take(control.name, option.value) !== undefined;
        } else {
          const value = take(control.name);
          if (value === undefined) continue;
          control.value = value;
        }
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.keep();
      this.changed();
    }

    banner(title, text, role) {
      const id = `autosave-${Math.random().toString(36).slice(2)}`;
      const banner = element("div", "govuk-notification-banner app-autosave-banner");
      banner.setAttribute("role", role);
      banner.setAttribute("aria-labelledby", id);
      const header = element("div", "govuk-notification-banner__header");
      const heading = element("h2", "govuk-notification-banner__title", "Important");
      heading.id = id;
      header.append(heading);
      const content = element("div", "govuk-notification-banner__content");
      content.append(
        element("p", "govuk-notification-banner__heading", title),
        element("p", "govuk-body", text),
      );
      banner.append(header, content);
      this.form.before(banner);
      return content;
    }

    close(content) {
      content.closest(".govuk-notification-banner").remove();
      this.form.tabIndex = -1;
      this.form.focus();
    }

    button(text, action) {
      const made = element("button", "govuk-button govuk-button--secondary", text);
      made.type = "button";
      made.addEventListener("click", action);
      return made;
    }

    trouble(why = "") {
      this.say(`${this.canKeep ? NOT_SAVED : NOT_KEPT} ${why}`.trim(), true);
    }

    /* Said once: a screen reader would read it out again each time it is written. */
    say(text, isTrouble = false) {
      if (!this.status || this.status.textContent === text) return;
      this.status.textContent = text;
      this.status.classList.toggle("app-autosave--trouble", isTrouble);
    }
  }

  for (const copy of copies.all(STORE)) if (Date.now() - copy.at > COPIES_LAST) copies.remove(copy.name);
  // Whoever sent a page and was led on from it by the service can be sure that it has arrived.
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.redirectCount && document.referrer.startsWith(`${location.origin}/`)) {
    const { pathname } = new URL(document.referrer);
    for (const copy of copies.all(STORE)) if (copy.isSent && copy.page === pathname) copies.remove(copy.name);
  }
  for (const marker of document.querySelectorAll("[data-autosave-clear]")) {
    const prefix = `${STORE}${marker.dataset.autosaveOwner || ""}:${marker.dataset.autosaveClear}:`;
    for (const copy of copies.all(prefix)) if (copy.isSent) copies.remove(copy.name);
  }
  for (const form of document.querySelectorAll("form[data-autosave-key]")) new Keeper(form);
})();
