// Options that take places: moved by pointer or by keyboard. Without this, lists to choose from do it.
(() => {
  "use strict";
  const on = (type, act) => document.addEventListener(type, act);
  const list = () => document.getElementById("places");
  const rows = () => [...(list()?.children ?? [])];
  const words = (row) => row.querySelector(".place-words").textContent.trim();

  // What is seen is what is posted: an order's rows bear the places in which they stand.
  const number = () => {
    if (list()?.dataset.kind !== "ordering") {
      list()?.classList.add("takes-answers");
      return;
    }
    list().classList.add("is-live");
    rows().forEach((row, at, { length }) => {
      row.querySelector("select").value = at + 1;
      row.querySelector("[data-place]").textContent = at + 1;
      const [up, down] = row.querySelectorAll(".mover");
      up.setAttribute("aria-disabled", at === 0);
      down.setAttribute("aria-disabled", at === length - 1);
    });
  };
  const changed = (row) => {
    row.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  };
  const say = (text) => (document.getElementById("moved").textContent = text);

  const move = (row, by) => {
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return false;
    if (by < 0) beside.before(row);
    else beside.after(row);
    return true;
  };
  const settle = (row) => {
    number();
    say(`${list().dataset.moved.replace("#", words(row))} ${rows().indexOf(row) + 1}`);
    changed(row);
  };
  // By its buttons: the focus goes along.
  const step = (row, by, focus) => {
    if (!move(row, by)) return;
    settle(row);
    focus.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  on("click", (event) => {
    const mover = event.target.closest(".mover");
    if (mover) step(mover.closest("li"), Number(mover.dataset.by), mover);
  });
  on("keydown", (event) => {
    if (!list() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || event.target.matches("select, input")) return;
    const mover = event.target.closest(".mover");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (mover && by) {
      event.preventDefault();
      const row = mover.closest("li");
      step(row, by, row.querySelector(`.mover[data-by="${by}"]`));
    } else if (/^[1-9]$/.test(event.key)) {
      const row = rows()[event.key - 1];
      const controls = [...(row?.querySelectorAll(".mover:not([aria-disabled=true]), select") ?? [])];
      controls.find((control) => control.checkVisibility())?.focus();
    }
  });

  // By pointer: an order's row follows it past its neighbours, an answer to the option it is let go on.
  let held = null;
  on("pointerdown", (event) => {
    if (event.button || held || event.target.closest("button, select, a")) return;
    const answer = event.target.closest(".answer-offered");
    const row = event.target.closest(".places.is-live > li");
    if (!answer && !row) return;
    // A finger on the words scrolls; it drags by what is made for it.
    if (row && event.pointerType !== "mouse" && !event.target.closest(".grip")) return;
    event.preventDefault();
    const item = answer ?? row;
    held = { item, answer, from: rows().indexOf(row), x: event.clientX, y: event.clientY };
    // Held by what stays: a row that is moved would lose it.
    (answer ?? list()).setPointerCapture(event.pointerId);
    item.classList.add("is-held");
  });
  on("pointermove", (event) => {
    if (!held) return;
    const { item, answer } = held;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    if (answer) {
      item.style.transform = `translate(${x}px, ${y}px)`;
      rows().forEach((row) => row.classList.toggle("is-under", row === under(event)));
      return;
    }
    const beside = y < 0 ? item.previousElementSibling : item.nextElementSibling;
    const { height } = beside?.getBoundingClientRect() ?? {};
    if (height && Math.abs(y) > height / 2) {
      const before = item.offsetTop;
      move(item, y);
      held.y += item.offsetTop - before;
    }
    item.style.transform = `translateY(${event.clientY - held.y}px)`;
  });
  const under = (event) =>
    document.elementsFromPoint(event.clientX, event.clientY)
      .map((element) => element.closest(".places > li"))
      .find(Boolean);
  const release = (event) => {
    if (!held) return;
    const { item, answer, from } = held;
    held = null;
    item.classList.remove("is-held");
    item.style.transform = "";
    rows().forEach((row) => row.classList.remove("is-under"));
    if (!answer) {
      if (rows().indexOf(item) !== from) settle(item);
      return;
    }
    const row = event.type === "pointerup" && under(event);
    if (!row) return;
    row.querySelector("select").value = answer.dataset.answer;
    changed(row);
  };
  on("pointerup", release);
  on("pointercancel", release);

  on("htmx:afterSwap", number);
  number();
})();
