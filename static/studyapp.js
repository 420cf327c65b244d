// What pages gain where scripts run; all of them work without.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, act) => document.addEventListener(type, act);
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

  // Days are counted where the learner is.
  all("[data-device-zone]").forEach((field) => {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
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

  // ------------------------------------------------------- terms: a mouse that rests opens them too
  if (matchMedia("(hover: hover)").matches && "popover" in HTMLElement.prototype) {
    let waiting, shown = null;
    const noteOf = (term) => document.getElementById(term.getAttribute("popovertarget"));
    const later = (act) => {
      clearTimeout(waiting);
      waiting = setTimeout(act, 250);
    };
    on("mouseover", (event) => {
      const term = event.target.closest?.(".term");
      const note = term ? noteOf(term) : event.target.closest?.(".term-note");
      if (note && note === shown) return clearTimeout(waiting);
      if (term && note && !note.matches(":popover-open")) {
        return later(() => {
          shown = note;
          note.showPopover({ source: term });
        });
      }
      later(() => {
        shown?.hidePopover();
        shown = null;
      });
    });
    // What the mouse opened, a click keeps open.
    on("click", (event) => {
      const term = event.target.closest?.(".term");
      if (term) clearTimeout(waiting);
      if (term && shown && noteOf(term) === shown) event.preventDefault();
      if (term) shown = null;
    });
    document.addEventListener("toggle", (event) => {
      if (event.target === shown && event.newState === "closed") shown = null;
    }, true);
  }

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
  const top = (element) => element.getBoundingClientRect().top;
  const passed = (elements) => elements.findLastIndex((element) => top(element) <= line());
  const rail = one("[data-rail]");
  let here = null;

  const show = (section) => {
    here = section;
    const slug = section.dataset.section;
    all("[data-toc]").forEach((link) => {
      if (link.dataset.toc !== slug) return link.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      if (wide.matches) drawer.scrollTop = link.offsetTop - drawer.clientHeight / 2;
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
    const headers = { "X-CSRFToken": token };
    fetch(place, { method: "POST", body, headers, keepalive: true }).catch(() => (stored = ""));
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
    const slug = decodeURIComponent(chapter.dataset.resume.slice(1));
    const section = document.getElementById(`sec-${slug}`);
    const block = section && blocksOf(section)[Number(chapter.dataset.block) || -1];
    if (block) scrollTo({ top: top(block) + scrollY - line() / 2 });
  };
  if (chapter.dataset.resume) {
    if (location.hash === chapter.dataset.resume) addEventListener("load", resume);
    one("[data-resume-link]")?.addEventListener("click", () => setTimeout(resume));
  }

  // A section counts as read when its end was on screen and there was time to read it.
  const WORDS_A_SECOND = 12;
  const chosen = new Set();
  const spent = new Map();
  const visible = new Set();
  on("click", (event) => {
    const toggle = event.target.closest(".toggle");
    if (toggle && event.isTrusted) chosen.add(toggle.id);
  });
  const watch = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) =>
      isIntersecting ? visible.add(target) : visible.delete(target)));
  all(".section, .section-foot").forEach((element) => watch.observe(element));
  if (place) {
    setInterval(() => {
      if (document.hidden) return;
      visible.forEach((element) => spent.set(element, (spent.get(element) ?? 0) + 1));
      visible.forEach((foot) => {
        const toggle = one(':scope > .toggle[aria-pressed="false"]', foot);
        const section = foot.parentElement;
        const seconds = section.textContent.split(/\s+/).length / WORDS_A_SECOND;
        const needed = Math.min(Math.max(seconds, 4), 30);
        if (toggle && !chosen.has(toggle.id) && spent.get(section) >= needed) {
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
