// An exam in the browser: each change is saved at once, and what has not arrived waits here, in this
// browser's storage, until the site has acknowledged it. Without scripts the page's form does it.
(() => {
  "use strict";
  const exam = document.getElementById("exam");
  if (!exam) return;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("answer-form");
  const said = (name) => one(`[data-${name}]`, exam);
  const show = (name, wanted) => {
    const element = said(name);
    if (element) element.hidden = !wanted;
  };

  // ------------------------------------------------------------------------- what waits to be sent
  // One item a save: tabs that write at once do not undo each other.
  const PREFIX = `exam:${exam.dataset.attempt}:`;
  const SAVE = `${PREFIX}save:`;
  const memory = new Map();
  const stored = (deed, otherwise) => {
    try {
      return deed(localStorage);
    } catch {
      return otherwise(memory); // No storage here: it lives as long as the page.
    }
  };
  const read = (name) => memory.get(name) ?? stored((at) => at.getItem(name), () => null);
  const write = (name, value) => stored((at) => at.setItem(name, value), (at) => at.set(name, value));
  const remove = (name) => {
    memory.delete(name);
    stored((at) => at.removeItem(name), () => {});
  };
  const names = () => [...new Set([...stored((at) => Object.keys(at), () => []), ...memory.keys()])];
  const parsed = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };
  const waiting = () =>
    names().filter((name) => name.startsWith(SAVE))
      .map((name) => parsed(read(name)))
      .filter(Boolean)
      .sort((one, other) => one.sequence - other.sequence);

  const uuid = () => {
    // Without https there is no randomUUID.
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  // All tabs of this browser count their saves together, so that an older one never beats a newer.
  const client = () => {
    if (!read(`${PREFIX}client`)) write(`${PREFIX}client`, uuid());
    return read(`${PREFIX}client`);
  };
  const sequence = () => {
    const next = Number(read(`${PREFIX}sequence`) ?? 0) + 1;
    write(`${PREFIX}sequence`, next);
    return next;
  };

  const isTimed = "left" in exam.dataset;
  const end = Date.now() + Number(exam.dataset.left ?? 0) * 1000;

  // ------------------------------------------------------------------------------ sending, in order
  let token = one("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const post = ({ url, fields, key, client, sequence }) =>
    fetch(url, {
      method: "POST",
      body: new URLSearchParams([["key", key], ["client", client], ["sequence", sequence], ...fields]),
      headers: { "X-CSRFToken": token },
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(15000),
    });
  // Signing in again gives the forms another token.
  const renewToken = async () => {
    const page = await (await fetch(location.href)).text();
    const found = new DOMParser().parseFromString(page, "text/html");
    token = one("input[name=csrfmiddlewaretoken]", found)?.value ?? token;
  };
  let isMoved = false;
  let hasEnded = false;
  const noteArrival = async (response, save) => {
    remove(SAVE + save.key);
    const left = Number(response.headers.get("X-Seconds-Left"));
    hasEnded ||= isTimed && response.status === 410;
    isMoved ||= isTimed && Math.abs(end - Date.now() - left * 1000) > 30000;
    const place = document.getElementById("saved");
    if (place && response.ok) place.outerHTML = await response.text();
  };
  // Whether the next one may be sent.
  const deliver = async (save) => {
    let response = await post(save);
    if (response.status === 403) {
      await renewToken();
      response = await post(save);
    }
    const { status } = response;
    show("signed-out", [401, 403, 404].includes(status));
    // Whatever else answers in the site's place does not know the key.
    if (response.headers.get("X-Save-Key") === save.key) await noteArrival(response, save);
    else if (status === 400 || status === 422) {
      remove(SAVE + save.key);
      show("refused", true);
    } else return false;
    return true;
  };
  let sending = null;
  const sendAll = async () => {
    const slow = setTimeout(announce, 2000);
    try {
      for (let save; (save = waiting()[0]); ) if (!(await deliver(save))) break;
    } catch {
      // The line is down: the timer below tries again.
    }
    clearTimeout(slow);
    announce();
  };
  // True where nothing waits any more.
  const flush = async () => {
    sending ??= sendAll().finally(() => (sending = null));
    await sending;
    if (waiting().length) return false;
    // Finished elsewhere, say in another tab: what came now is kept, and the page says so.
    if (hasEnded) {
      location.assign(exam.dataset.ended);
      return false;
    }
    // The end was moved, or this computer's clock was: the page is made anew.
    if (isMoved) location.reload();
    return true;
  };
  const count = () => (exam.dataset.waiting = waiting().length);
  const announce = () => {
    count();
    const answers = new Set(waiting().map((save) => save.url)).size;
    const { one: single, many } = said("unsent").dataset;
    said("unsent").textContent = answers === 1 ? single : many.replace("#", answers);
    show("unsent", answers > 0);
  };
  const cannotLeave = () => {
    announce();
    if (said("unsent").hidden && said("signed-out").hidden) {
      said("unsent").textContent = said("unsent").dataset.none;
      show("unsent", true);
    }
    exam.scrollIntoView({ block: "nearest" });
  };
  // Leads on once everything has arrived; where the line is down one stays, with what one has.
  const leave = async (deed) => {
    if ((await flush()) && navigator.onLine) return deed();
    cannotLeave();
  };

  // --------------------------------------------------------------------------------- the question
  const touched = new Set();
  const positionOf = () => form?.getAttribute("action");
  const newest = () => waiting().findLast((save) => save.url === positionOf());
  const fieldsOf = () => {
    const data = [...new FormData(form)];
    const answer = touched.has("answer")
      ? [["answer", "1"], ...data.filter(([name]) => name === "option" || name.startsWith("place-"))]
      : [];
    const rest = ["certainty", "flagged"].filter((name) => touched.has(name));
    return [...answer, ...data.filter(([name]) => rest.includes(name)), ["whole", "1"]];
  };
  const record = (part) => {
    // What has not arrived yet goes along: the newest save says all.
    newest()?.fields.forEach(([name]) => touched.add(name));
    touched.add(part);
    const save = { key: uuid(), client: client(), sequence: sequence(), url: positionOf() };
    write(SAVE + save.key, JSON.stringify({ ...save, fields: fieldsOf() }));
    count();
    draw();
    return flush();
  };

  const isAnswered = () => {
    if (all("input[name=option]", form).length) return Boolean(one("input[name=option]:checked", form));
    const isOrder = one("#places[data-kind=ordering]", form);
    if (isOrder && !touched.has("answer") && !("answered" in form.dataset)) return false;
    return all(".places option:checked", form).some((option) => option.value);
  };
  const draw = () => {
    const here = one(".nav-item[aria-current]");
    const isFlagged = form.elements.flagged.value === "1";
    const button = document.getElementById("flag-button");
    const words = one("[data-yes]", button);
    button.setAttribute("aria-pressed", isFlagged);
    button.value = isFlagged ? "unflag" : "flag";
    words.textContent = isFlagged ? words.dataset.yes : words.dataset.no;
    one("[data-flagged]").hidden = !isFlagged;
    here.classList.toggle("is-answered", isAnswered());
    here.classList.toggle("is-flagged", isFlagged);
    const answer = isAnswered() ? here.dataset.yes : here.dataset.no;
    const flag = isFlagged ? `, ${one("[data-flagged]").textContent.trim()}` : "";
    one(".visually-hidden", here).textContent = answer + flag;
    one(".nav-flag", here)?.remove();
    if (isFlagged) {
      const icon = one("svg", button).cloneNode(true);
      icon.classList.add("nav-flag");
      here.append(icon);
    }
    const summary = one("summary [data-answered]");
    const done = all(".nav-item.is-answered").length;
    summary.textContent = summary.dataset.text.replace("#", done);
  };
  // What was chosen here and has not arrived, or was chosen in another tab, is shown again.
  const restore = ({ fields }) => {
    const given = new Map(fields);
    const chosen = fields.filter(([name]) => name === "option").map(([, value]) => value);
    if (given.has("answer")) {
      all("input[name=option]", form).forEach((input) => (input.checked = chosen.includes(input.value)));
      all(".places select", form).forEach((select) => (select.value = given.get(select.name) ?? ""));
      const order = one("#places[data-kind=ordering]", form);
      const place = (row) => Number(one("select", row).value);
      order?.append(...[...order.children].sort((row, other) => place(row) - place(other)));
      form.dataset.answered = "";
    }
    if (given.has("certainty")) form.elements.certainty.value = given.get("certainty");
    if (given.has("flagged")) form.elements.flagged.value = given.get("flagged");
    draw();
  };

  if (form) {
    const kept = newest();
    if (kept) restore(kept);
    form.addEventListener("change", ({ target }) =>
      record(target.name === "certainty" ? "certainty" : "answer"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { value, dataset } = event.submitter ?? one("button[name=go]", form);
      if (value === "flag" || value === "unflag") {
        form.elements.flagged.value = value === "flag" ? "1" : "0";
        return record("flagged");
      }
      // An order that stands as it was shown is an answer once one goes on with it.
      const isOrder = one("#places[data-kind=ordering]", form);
      if (isOrder && value !== "previous" && !isAnswered()) record("answer");
      leave(() => location.assign(dataset.to));
    });
    addEventListener("storage", ({ key, newValue }) => {
      const save = key?.startsWith(SAVE) && newValue && parsed(newValue);
      if (save && save.url === positionOf()) restore(save);
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.closest("#exam") || (navigator.onLine && !waiting().length)) return;
    event.preventDefault();
    leave(() => location.assign(link.href));
  });
  // Whoever finishes does so with all that was chosen.
  document.addEventListener("submit", (event) => {
    if (event.target === form || !event.target.closest("main")) return;
    event.preventDefault();
    leave(() => event.target.submit());
  });

  // ------------------------------------------------------------------------------------- the clock
  const WARNINGS = [600, 120];
  const warn = (left) => {
    const crossed = WARNINGS.filter((seconds) => left <= seconds).at(-1);
    if (!crossed || Number(read(`${PREFIX}warned`) ?? Infinity) <= crossed) return;
    write(`${PREFIX}warned`, crossed);
    const { last, text } = said("warning").dataset;
    said("warning").textContent = left > 60 ? text.replace("#", Math.ceil(left / 60)) : last;
    show("warning", true);
  };
  const finish = async () => {
    show("over", true);
    all(".question-main :is(fieldset, button)").forEach((control) => (control.disabled = true));
    if ((await flush()) && navigator.onLine) location.assign(exam.dataset.ended);
  };
  const tick = () => {
    const left = Math.max((end - Date.now()) / 1000, 0);
    const [h, m, s] = [left / 3600, (left / 60) % 60, left % 60].map(Math.floor);
    const two = (number) => String(number).padStart(2, "0");
    const timer = said("timer");
    timer.textContent = timer.dataset.text.replace("#", `${h ? `${h}:${two(m)}` : m}:${two(s)}`);
    one(".exam-clock").classList.toggle("is-close", left <= WARNINGS[0]);
    if (left) warn(left);
    else if (said("over").hidden) finish();
  };
  if (isTimed) {
    tick();
    setInterval(tick, 1000);
  }

  // ----------------------------------------------------------------------------- again, and at once
  const again = async () => {
    const isOver = isTimed && !said("over").hidden;
    if (!waiting().length && !isOver) return announce();
    const done = await flush();
    if (done && isOver && navigator.onLine) location.assign(exam.dataset.ended);
  };
  count();
  setInterval(again, 4000);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  // What arrives now changes what the look back, or the last page, says.
  if (waiting().length) flush().then((done) => done && !form && location.reload());
})();
