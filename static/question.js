// The question page by keyboard and under htmx; without scripts its forms do the same.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, act) => document.addEventListener(type, act);

  const question = () => document.getElementById("question");
  const form = () => document.getElementById("answer-form");
  const control = (key) => one(`[data-key="${key}"]`, question());

  const given = () => all("input[name=option]:checked, .places option:checked:not([value=''])", form()).length;
  const count = () => {
    const output = question() && one("[data-count]", question());
    if (!output) return;
    const chosen = given();
    const needed = Number(output.dataset.needed);
    output.textContent = output.dataset.text.replace("#", chosen);
    output.classList.toggle("is-met", chosen === needed);
    output.classList.toggle("is-over", chosen > needed);
  };
  on("change", count);

  // A page is left only once the answer that is under way has been stored.
  let sending = 0;
  let leaveFor = null;
  // A choice of a graded attempt that did not arrive is sent again: when the line is back, when
  // another page is asked for, and now and then, as a site that starts anew tells nobody.
  const AGAIN_MS = 5000;
  let unsent = null;
  let timer = 0;
  const resend = () => {
    clearTimeout(timer);
    if (unsent && unsent === form() && !sending) htmx.trigger(unsent, "change");
  };
  const noteArrival = ({ elt, xhr }) => {
    if (elt !== form() || elt.getAttribute("hx-trigger") !== "change") return;
    unsent = !xhr.status || xhr.status >= 500 ? elt : null;
    clearTimeout(timer);
    if (unsent) timer = setTimeout(resend, AGAIN_MS);
  };
  addEventListener("online", resend);

  on("htmx:beforeRequest", () => (sending += 1));
  on("htmx:afterRequest", (event) => {
    sending -= 1;
    noteArrival(event.detail);
    if (leaveFor && !sending && event.detail.successful) location.assign(leaveFor);
    else if (!event.detail.successful) leaveFor = null;
  });
  on("click", (event) => {
    const link = event.target.closest("#question a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    resend();
    if (!sending) return;
    event.preventDefault();
    leaveFor = link.href;
  });

  const choose = (input) => {
    if (!input || input.disabled) return;
    input.focus({ preventScroll: true });
    input.click();
  };
  const enter = (event) => {
    if (event.target.closest("a, button, summary, textarea, select")) return;
    event.preventDefault();
    (control("answer") ?? control("next"))?.click();
  };
  const sideways = (event, key) => {
    if (event.target.closest("pre, .table-scroll")) return;
    const wanted = key === "ArrowRight" ? "next" : "previous";
    // In a graded attempt going on stores what is chosen; in practice it must not answer.
    const saves = wanted === "next" && control("answer")?.name === "go";
    const target = saves ? control("answer") : control(wanted);
    event.preventDefault();
    target?.click();
  };
  on("keydown", (event) => {
    if (!question() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (one("dialog[open]") || event.target.matches('input:not([name="option"]), select, textarea')) return;
    const { key } = event;
    const options = all('input[name="option"]', form());
    const lettered = options.find((input) => input.dataset.letter === key.toUpperCase());
    if (key === "Enter") enter(event);
    else if (key === "ArrowLeft" || key === "ArrowRight") sideways(event, key);
    else if (key === "?") document.getElementById("keys")?.showModal();
    else if (key.toLowerCase() === "f" && (event.shiftKey || !lettered)) control("flag")?.click();
    else if (/^[1-9]$/.test(key)) choose(options[key - 1]);
    else if (lettered && !event.shiftKey) choose(lettered);
  });

  // The navigator and its count follow what the site has stored.
  const noteSaved = () => {
    const here = one('.nav-item[aria-current]', question());
    const answered = given() > 0;
    here.classList.toggle("is-answered", answered);
    one("[data-state]", here).textContent = answered ? here.dataset.yes : here.dataset.no;
    const summary = one("[data-answered]");
    const done = all(".nav-item.is-answered", question()).length;
    summary.textContent = summary.dataset.text.replace("#", done);
  };
  on("htmx:afterSwap", (event) => {
    count();
    const { id } = event.detail.target;
    if (id === "saved") noteSaved();
    // What comes of an answer is read next: its verdict, or why it was not taken.
    if (id === "question") one("#verdict, #error")?.focus();
  });
  count();
})();
