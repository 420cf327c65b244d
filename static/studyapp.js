// What pages gain where scripts run; all of them work without. No inline code, no eval, no libraries.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, act, options) => document.addEventListener(type, act, options);
  const words = document.body.dataset;

  // Menus close by Escape and by a click beside them.
  const closeMenus = (except) =>
    all("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  on("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    closeMenus();
    if (menu) one("summary", menu).focus();
  });
  on("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open).showModal();
  });
  on("change", (event) => {
    if (event.target.matches('input[name="theme"]')) {
      document.documentElement.dataset.theme = event.target.value;
    }
  });

  // What does not arrive is said, and kept on the page.
  const offline = document.getElementById("offline");
  on("htmx:sendError", () => (offline.hidden = false));
  on("htmx:responseError", () => (offline.hidden = false));
  on("htmx:beforeSwap", () => (offline.hidden = true));

  // Everything is shown on paper.
  addEventListener("beforeprint", () => all("main details").forEach((item) => (item.open = true)));

  // ------------------------------------------------------------------------- code: copy buttons
  all(".code").forEach((block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy no-print";
    button.textContent = words.copy;
    block.append(button);
  });
  const copy = async (code) => {
    // Without https the clipboard is there only for what is selected.
    if (navigator.clipboard) return navigator.clipboard.writeText(code.textContent.trimEnd());
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
  };
  on("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    await copy(one("code", button.parentElement));
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = words.copy), 2000);
  });

  // -------------------------------------------------------------------------------- the question
  const question = () => document.getElementById("question");
  const form = () => document.getElementById("answer-form");
  const control = (key) => one(`[data-key="${key}"]`, question());

  const count = () => {
    const output = question() && one("[data-count]", question());
    if (!output) return;
    const chosen = all("input:checked", form()).length;
    const needed = Number(output.dataset.needed);
    output.textContent = output.dataset.text.replace("#", chosen);
    output.classList.toggle("is-met", chosen === needed);
    output.classList.toggle("is-over", chosen > needed);
  };
  on("change", count);

  // A page is left only once the answer that is under way has been stored.
  let sending = 0;
  let leaveFor = null;
  on("htmx:beforeRequest", () => (sending += 1));
  on("htmx:afterRequest", (event) => {
    sending -= 1;
    if (leaveFor && !sending && event.detail.successful) location.assign(leaveFor);
    else if (!event.detail.successful) leaveFor = null;
  });
  on("click", (event) => {
    const link = event.target.closest("#question a[href]");
    if (!link || !sending || event.ctrlKey || event.metaKey || event.shiftKey) return;
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
    const saves = wanted === "next" && control("answer")?.value === "next";
    const target = saves ? control("answer") : control(wanted);
    event.preventDefault();
    target?.click();
  };
  on("keydown", (event) => {
    if (!question() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (one("dialog[open]") || event.target.matches('input:not([name="option"]), textarea')) return;
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
  const noteSaved = () => {
    const here = one('.nav-item[aria-current]', question());
    const answered = all("input:checked", form()).length > 0;
    here.classList.toggle("is-answered", answered);
    one("[data-state]", here).textContent = answered ? here.dataset.yes : here.dataset.no;
    const summary = one("[data-answered]");
    summary.textContent = summary.dataset.text.replace("#", all(".nav-item.is-answered", question()).length);
  };
  on("htmx:afterSwap", (event) => {
    count();
    if (event.detail.target.id === "saved") noteSaved();
    if (event.detail.target.id === "question") (document.getElementById("verdict") ?? document.getElementById("error"))?.focus();
  });
  count();

  // --------------------------------------------------------------------------------- the chapter
  const chapter = document.getElementById("chapter");
  if (!chapter) return;

  const wide = matchMedia("(min-width: 75rem)");
  const drawer = document.getElementById("contents");
  const fit = () => (drawer.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) drawer.open = false;
  });

  if (!CSS.supports("animation-timeline: scroll()")) {
    const bar = document.getElementById("reading-bar");
    addEventListener("scroll", () => {
      const far = scrollY / (document.documentElement.scrollHeight - innerHeight || 1);
      bar.style.transform = `scaleX(${far})`;
    }, { passive: true });
  }

  // Where one is: the last section whose top has passed the upper third of the window.
  const sections = all(".section:not(.section-contents)");
  const blocksOf = (section) => all(":scope > .prose > *, :scope > .steps > *", section);
  const line = () => innerHeight / 3;
  const passed = (elements) => elements.findLastIndex((item) => item.getBoundingClientRect().top <= line());
  const rail = one("[data-rail]");
  let here = null;

  const show = (section) => {
    here = section;
    const slug = section.dataset.section;
    all("[data-toc]").forEach((link) => {
      if (link.dataset.toc !== slug) return link.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      if (wide.matches) link.scrollIntoView({ block: "nearest" });
    });
    const title = one("h2, h3", section)?.textContent.trim() ?? "";
    all("[data-here]").forEach((place) => (place.textContent = title));
    if (!rail) return;
    rail.hidden = false;
    const link = one(".section-foot .foot-link", section)?.cloneNode(true);
    one("[data-rail-link]", rail).replaceChildren(...(link ? [link] : []));
  };
  const look = () => {
    const section = sections[Math.max(passed(sections), 0)];
    if (section && section !== here) show(section);
  };

  // The place is stored at most every five seconds, and when the page is left.
  const place = chapter.dataset.position;
  const token = one("#reading input[name=csrfmiddlewaretoken]")?.value;
  let stored = "";
  let scrolled = false;
  const store = () => {
    if (!place || !scrolled || !here) return;
    const block = Math.max(passed(blocksOf(here)), 0);
    const now = `${here.dataset.section} ${block}`;
    if (now === stored) return;
    stored = now;
    const body = new URLSearchParams({ section: here.dataset.section, block });
    fetch(place, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => (stored = ""));
  };
  let frame = 0;
  addEventListener("scroll", () => {
    scrolled = true;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      look();
    });
  }, { passive: true });
  look();
  if (place) {
    setInterval(store, 5000);
    addEventListener("pagehide", store);
    on("visibilitychange", () => document.hidden && store());
  }

  // Going on where one was leads to the very paragraph.
  const resume = () => {
    const section = document.getElementById(`sec-${decodeURIComponent(chapter.dataset.resume.slice(1))}`);
    const block = section && blocksOf(section)[Number(chapter.dataset.block)];
    if (block && Number(chapter.dataset.block) > 0) scrollTo({ top: block.getBoundingClientRect().top + scrollY - line() / 2 });
  };
  if (chapter.dataset.resume) {
    if (location.hash === chapter.dataset.resume) addEventListener("load", resume);
    one("[data-resume-link]")?.addEventListener("click", () => setTimeout(resume));
  }

  // A section counts as read when its end was on screen and there was time to read it.
  const WORDS_A_SECOND = 12;
  const chosen = new Set();
  const spent = new Map();
  const seen = new Set();
  on("click", (event) => {
    const toggle = event.target.closest(".toggle");
    if (toggle && event.isTrusted) chosen.add(toggle.id);
  });
  const watch = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) =>
      isIntersecting ? seen.add(target) : seen.delete(target)));
  all(".section-foot").forEach((foot) => watch.observe(foot));
  if (place) {
    setInterval(() => {
      if (document.hidden || !here) return;
      spent.set(here, (spent.get(here) ?? 0) + 1);
      seen.forEach((foot) => {
        const section = foot.parentElement;
        const toggle = one('.toggle[aria-pressed="false"]', foot);
        const needed = Math.min(Math.max(section.textContent.split(/\s+/).length / WORDS_A_SECOND, 4), 30);
        if (toggle && !chosen.has(toggle.id) && (spent.get(section) ?? 0) >= needed) {
          chosen.add(toggle.id);
          toggle.click();
        }
      });
    }, 1000);
  }

  // A toggle that has been stored shows in the contents and in how much is read.
  on("htmx:afterSwap", () => {
    const toggles = all(".section-foot .toggle");
    toggles.forEach((toggle) => {
      const link = one(`[data-id="${toggle.value.split(":")[0]}"]`);
      link?.classList.toggle("is-read", toggle.getAttribute("aria-pressed") === "true");
    });
    const ring = document.getElementById("ring");
    if (!ring || !toggles.length) return;
    const read = toggles.filter((toggle) => toggle.getAttribute("aria-pressed") === "true").length;
    const percent = Math.floor((100 * read) / toggles.length);
    one("[data-percent]").textContent = `${percent} %`;
    ring.children[1].setAttribute("stroke-dasharray", `${percent} 100`);
    ring.classList.toggle("is-done", percent === 100);
    ring.classList.toggle("is-empty", percent === 0);
  });
})();
