// The question's page in the admin. Everything works without this; it saves some steps.
(() => {
  const form = document.getElementById("question-form");
  if (!form) return;

  for (const what of ["option", "answer"]) {
    const rows = document.getElementById(`${what}-rows`);
    const total = form.querySelector(`[name=${what}-TOTAL_FORMS]`);
    const most = Number(form.querySelector(`[name=${what}-MAX_NUM_FORMS]`).value);
    const pattern = document.getElementById(`${what}-row`);
    const add = document.getElementById(`add-${what}`);
    add.addEventListener("click", () => {
      const next = Number(total.value);
      const made = pattern.content.cloneNode(true);
      for (const node of made.querySelectorAll("*")) {
        for (const { name, value } of [...node.attributes]) {
          if (value.includes("__prefix__")) node.setAttribute(name, value.replaceAll("__prefix__", next));
        }
      }
      const legend = made.querySelector("legend");
      legend.textContent = legend.textContent.replace("__number__", next + 1);
      rows.append(made);
      total.value = next + 1;
      add.disabled = next + 1 >= most;
      rows.lastElementChild.querySelector("textarea").focus();
    });
  }

  const find = document.getElementById("find-service");
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const group of document.querySelectorAll(".service-group")) {
      let any = false;
      for (const tick of group.querySelectorAll(".service-tick")) {
        tick.hidden = !tick.textContent.toLowerCase().includes(wanted);
        any ||= !tick.hidden;
      }
      group.hidden = !any;
    }
  });
  // The search field is not part of the question: it must not ask for a new preview or send the form.
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });

  let touched = document.querySelector("#problems") !== null;
  let leaving = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (touched && !leaving) event.preventDefault();
  });

  const lost = document.getElementById("preview-lost");
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // A sign-in page in place of the preview means that the session has ended.
    const drawn = event.detail.xhr.responseText.includes('id="preview"');
    event.detail.shouldSwap = drawn && event.detail.shouldSwap;
    lost.hidden = drawn;
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => { lost.hidden = false; });
  }

  const problems = document.querySelector("[data-focus]");
  if (problems) problems.focus();
})();
