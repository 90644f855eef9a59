/*
  Sends files piece by piece, and goes on where it stopped.

  <input type="file" data-upload="/files/uploads/" data-most="10"> in a form: when the form is sent, each chosen file goes first, in pieces,
  by the tus protocol; then the form goes with a hidden input `<name>-sent` for each in place of the files. A connection that
  breaks, a reload, a sign-out or a restart of the service costs at most the piece that was on its way: the same file, announced
  again, goes on from what has arrived. Without this script, or where it cannot do its work, the form sends the files whole.
*/
(() => {
  "use strict";

  const PIECE = 512 * 1024;
  const RETRIES = [1000, 2000, 4000, 8000, 15000];
  const ANSWER_WITHIN = 60000;
  const LARGEST_TO_READ_WHOLE = 256 * 1024 * 1024;
  const SAY_EVERY = 25; // per cent: a screen reader is not to be talked over

  const AWAY = "No connection. What has arrived is kept: it goes on by itself.";
  const SIGNED_OUT = "You have been signed out. Sign in again in another tab: it goes on by itself.";

  class Refused extends Error {}
  class Stopped extends Error {}
  class NotToBeHad extends Error {} // the service does not know how: the form goes as it would without this script

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  const size = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

  /* What the file is known by when it is announced again: its content, or else what the device says of it. */
  const fingerprint = async (file) => {
    const about = `${location.pathname}:${file.name}`.slice(0, 100);
    if (crypto.subtle && file.size <= LARGEST_TO_READ_WHOLE) {
      try {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
        return `sha256:${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}:${about}`;
      } catch {
        // A file that cannot be read is told when it is sent.
      }
    }
    return `file:${file.size}:${file.lastModified}:${about}`;
  };

  class Sender {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      this.address = input.dataset.upload;
      this.form.addEventListener("submit", (event) => this.submit(event));
    }

    submit(event) {
      const files = [...this.input.files];
      if (event.defaultPrevented || this.isLeaving || !files.length) return;
      event.preventDefault();
      if (this.isSending) return;
      // Before anything is sent: twelve files take a while, and would then be too many.
      const most = Number(this.input.dataset.most || Infinity);
      if (files.length > most) this.tooMany(files.length, most);
      else this.sendAll(files, event.submitter);
    }

    tooMany(chosen, most) {
      this.problem(`You chose ${chosen} files, and there is room for ${most}. Choose fewer`);
      this.input.focus();
    }

    async sendAll(files, submitter) {
      this.isSending = true;
      this.isStopped = false;
      this.problem(null);
      this.show();
      const buttons = [...this.form.querySelectorAll("button")].filter((button) => button !== this.stopButton);
      for (const button of buttons) button.disabled = true;
      const arrived = [];
      const refused = [];
      this.total = files.reduce((sum, file) => sum + file.size, 0);
      this.done = 0;
      try {
        for (const [place, file] of files.entries()) {
          this.of = files.length > 1 ? ` (file ${place + 1} of ${files.length})` : "";
          try {
            arrived.push([file, await this.send(file)]);
          } catch (error) {
            if (!(error instanceof Refused)) throw error;
            refused.push([file, error.message]);
          }
          this.done += file.size;
        }
      } catch (error) {
        for (const button of buttons) button.disabled = false;
        this.hide();
        this.isSending = false;
        if (error instanceof NotToBeHad) this.leave(submitter, false);
        else if (!(error instanceof Stopped)) throw error;
        else this.input.focus();
        return;
      }
      for (const button of buttons) button.disabled = false;
      this.isSending = false;
      if (refused.length) {
        this.hide();
        this.keepOnly(arrived.map(([file]) => file));
        const rest = arrived.length ? " The others are still chosen." : "";
        this.problem(refused.map(([, message]) => message).join(". ") + `.${rest}`);
        return;
      }
      for (const [, token] of arrived) {
        const hidden = element("input", "");
        Object.assign(hidden, { type: "hidden", name: `${this.input.name}-sent`, value: token });
        this.form.append(hidden);
      }
      this.say("Everything has arrived. Looking it through.");
      this.leave(submitter, true);
    }

    /* The form goes as it is; its files are on the other side already, if they were sent. */
    leave(submitter, wereSent) {
      this.isLeaving = true;
      if (wereSent) this.input.disabled = true;
      this.form.requestSubmit(submitter);
      addEventListener("pageshow", () => {
        this.isLeaving = false;
        this.input.disabled = false;
        for (const hidden of this.form.querySelectorAll(`input[name="${this.input.name}-sent"]`)) hidden.remove();
        this.hide();
      });
    }

    keepOnly(files) {
      try {
        const kept = new DataTransfer();
        for (const file of files) kept.items.add(file);
        this.input.files = kept.files;
      } catch {
        this.input.value = "";
      }
      this.input.focus();
    }

    async send(file) {
      this.say(`Sending “${file.name}”${this.of}`);
      const headers = {
        "Upload-Length": String(file.size),
        "Upload-Metadata": `filename ${inBase64(file.name)},fingerprint ${inBase64(await fingerprint(file))}`,
      };
      const started = await this.ask(this.address, "POST", headers);
      const place = started.headers.get("Location");
      let offset = Number(started.headers.get("Upload-Offset"));
      this.place = place;
      this.moved(offset);
      while (offset < file.size) {
        const piece = file.slice(offset, offset + PIECE);
        const answer = await this.ask(
          place,
          "PATCH",
          { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
          piece,
        );
        // Also where another tab, or a piece whose answer was lost, was quicker: the service knows best.
        offset = Number(answer.headers.get("Upload-Offset"));
        this.moved(offset);
      }
      this.place = null;
      return place.split("/").filter(Boolean).pop();
    }

    /* Until there is an answer that leads on: what is wrong meanwhile is said, and tried again. */
    async ask(address, method, headers, body) {
      for (let failures = 0; ; failures += 1) {
        if (this.isStopped) throw new Stopped();
        let trouble = AWAY;
        try {
          const response = await fetch(address, {
            method,
            headers: { ...headers, "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token(failures > 0) },
            body,
            credentials: "same-origin",
            redirect: "manual",
            signal: this.signal(),
          });
          if (response.ok || response.status === 409) {
            if (failures) this.trouble("");
            return response;
          }
          if (response.status === 422) throw new Refused(await response.text());
          if (response.status === 404 && method === "PATCH") {
            throw new Refused("It took too long to arrive. Choose the file again");
          }
          if ([405, 411, 413, 415, 501].includes(response.status)) throw new NotToBeHad();
          if (response.status === 401 || response.type === "opaqueredirect") trouble = SIGNED_OUT;
        } catch (error) {
          if (error instanceof Refused || error instanceof NotToBeHad) throw error;
          if (body && (await this.cannotBeRead(body))) {
            throw new Refused("The file was changed or moved since you chose it. Choose it again");
          }
        }
        this.trouble(trouble);
        await this.pause(RETRIES[Math.min(failures, RETRIES.length - 1)]);
      }
    }

    signal() {
      this.abort = new AbortController();
      setTimeout(() => this.abort.abort(), ANSWER_WITHIN);
      return this.abort.signal;
    }

    async cannotBeRead(piece) {
      try {
        await piece.slice(0, 1).arrayBuffer();
        return false;
      } catch {
        return true;
      }
    }

    /* Shorter where the connection is back, or the person is, perhaps from signing in again. */
    pause(milliseconds) {
      return new Promise((done) => {
        const goOn = () => {
          clearTimeout(timer);
          removeEventListener("online", goOn);
          document.removeEventListener("visibilitychange", goOn);
          this.goOn = null;
          done();
        };
        const timer = setTimeout(goOn, milliseconds);
        addEventListener("online", goOn);
        document.addEventListener("visibilitychange", goOn);
        this.goOn = goOn;
      });
    }

    /* Signing in again makes the token of this page old; the cookie holds the new one. */
    token(isOld) {
      const field = this.form.elements.namedItem("csrfmiddlewaretoken");
      const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      if (field && cookie && isOld) field.value = cookie[1];
      return field ? field.value : "";
    }

    async stop() {
      this.isStopped = true;
      const place = this.place;
      this.abort?.abort();
      this.goOn?.();
      if (place) {
        const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token(true) };
        await fetch(place, { method: "DELETE", headers, credentials: "same-origin", redirect: "manual" }).catch(() => {});
      }
    }

    /* ---- What the person sees and hears */

    show() {
      if (!this.area) {
        this.area = element("div", "app-upload");
        const id = `${this.input.id}-progress`;
        this.label = element("label", "govuk-body app-upload__label");
        this.label.htmlFor = id;
        this.bar = element("progress", "app-progress");
        this.bar.id = id;
        this.status = element("p", "govuk-body-s app-upload__trouble");
        this.status.setAttribute("role", "status");
        this.stopButton = element("button", "govuk-button govuk-button--secondary", "Stop sending");
        this.stopButton.type = "button";
        this.stopButton.addEventListener("click", () => this.stop());
        this.area.append(this.label, this.bar, this.status, this.stopButton);
        this.input.closest(".govuk-form-group").after(this.area);
      }
      this.area.hidden = false;
      this.stopButton.hidden = false;
      this.said = 0;
      this.status.textContent = "";
    }

    hide() {
      if (this.area) this.area.hidden = true;
    }

    say(words) {
      this.label.textContent = words;
      this.stopButton.hidden = words.startsWith("Everything");
      this.status.textContent = this.stopButton.hidden ? words : "";
      if (this.stopButton.hidden) this.label.textContent = "Sent";
    }

    moved(offset) {
      const sent = this.done + offset;
      this.bar.max = Math.max(this.total, 1);
      this.bar.value = sent;
      this.bar.textContent = `${size(sent)} of ${size(this.total)}`;
      const percent = Math.floor((sent * 100) / Math.max(this.total, 1));
      const step = Math.floor(percent / SAY_EVERY);
      if (step > this.said && percent < 100) {
        this.said = step;
        this.status.textContent = `${size(sent)} of ${size(this.total)} sent`;
      }
    }

    trouble(words) {
      if (this.status.textContent !== words) this.status.textContent = words;
    }

    problem(words) {
      const group = this.input.closest(".govuk-form-group");
      const id = `${this.input.id}-error`;
      let told = document.getElementById(id);
      const described = (this.input.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
      if (!words) {
        told?.remove();
        group.classList.remove("govuk-form-group--error");
        this.input.classList.remove("govuk-file-upload--error");
      } else {
        if (!told) {
          told = element("p", "govuk-error-message");
          told.id = id;
          this.input.before(told);
        }
        const hidden = element("span", "govuk-visually-hidden", "Error: ");
        told.replaceChildren(hidden, words);
        told.setAttribute("role", "alert");
        group.classList.add("govuk-form-group--error");
        this.input.classList.add("govuk-file-upload--error");
        described.push(id);
      }
      if (described.length) this.input.setAttribute("aria-describedby", described.join(" "));
    }
  }

  for (const input of document.querySelectorAll("input[type=file][data-upload]")) new Sender(input);
})();
