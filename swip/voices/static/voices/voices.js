// The pages for families: keep words while they are typed, draw on the screen, and show nothing from before the back button.
// All of it is help: without scripts every page works as it stands.
"use strict";

(() => {
  // A page that the browser kept alive shows what somebody else may have typed: ask the service again instead.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  const keeps = document.querySelector("form[data-voice-keeps]");
  if (keeps) keepWords(keeps);
  const canvas = document.querySelector("[data-voice-canvas]");
  if (canvas) drawOn(canvas);

  // Sent to the service under the code, never kept on the device: others may use it after this.
  function keepWords(form) {
    const words = form.querySelector("textarea");
    const status = form.querySelector("[data-voice-kept]");
    let kept = words.value;
    let waiting = 0;

    async function send(isLast) {
      clearTimeout(waiting);
      waiting = 0;
      if (words.value === kept) return;
      const sent = words.value;
      try {
        const answer = await fetch(location.href, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Autosave": "1" },
          redirect: "manual",
          keepalive: isLast === true,
        });
        if (answer.status === 204) {
          kept = sent;
          if (words.value === sent) status.textContent = status.dataset.words;
        }
      } catch {
        status.textContent = "";
        waiting = setTimeout(send, 10_000);
      }
    }

    words.addEventListener("input", () => {
      status.textContent = "";
      clearTimeout(waiting);
      waiting = setTimeout(send, 1500);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") send(true);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      kept = words.value;
    });
    for (const other of document.forms) {
      if (other !== form) other.addEventListener("submit", () => send(true));
    }
  }

  // What is drawn goes into the same field as a photo, so that there is one way in.
  function drawOn(box) {
    const canvas = box.querySelector("canvas");
    const pen = canvas.getContext("2d");
    const form = box.closest("form");
    const field = form.querySelector("input[type=file]");
    let isDown = false;
    let isDrawn = false;
    box.hidden = false;
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#0b0c0c";

    function place(event) {
      const box = canvas.getBoundingClientRect();
      return [
        ((event.clientX - box.left) * canvas.width) / box.width,
        ((event.clientY - box.top) * canvas.height) / box.height,
      ];
    }

    canvas.addEventListener("pointerdown", (event) => {
      isDown = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...place(event));
      pen.lineTo(...place(event));
      pen.stroke();
      isDrawn = true;
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!isDown) return;
      pen.lineTo(...place(event));
      pen.stroke();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => {
        if (isDown) toField();
        isDown = false;
      });
    }
    box.querySelector("[data-voice-wipe]").addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      isDrawn = false;
      field.value = "";
    });

    function toField() {
      canvas.toBlob((blob) => {
        if (!blob || !isDrawn) return;
        const files = new DataTransfer();
        files.items.add(new File([blob], "drawing.png", { type: "image/png" }));
        field.files = files.files;
      });
    }
  }
})();
