// Asked of a page by the tests: see checks.py.
window.checks = (() => {
  const name = (e) => {
    const words = (e.getAttribute("aria-label") || e.innerText || e.name || "").trim().replace(/\s+/g, " ");
    return `<${e.tagName.toLowerCase()}${e.id ? ` id=${e.id}` : ""} class="${e.className}"> ${words.slice(0, 60)}`;
  };
  const scrolls = (e) => /(auto|scroll)/.test(getComputedStyle(e).overflowX);
  const ownScroller = (e) => {
    for (let up = e; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return up;
    return null;
  };
  // Said to screen readers alone, as the headings of a folded list are: in a box of one pixel.
  const hidden = (e) => {
    if (e.closest(".govuk-visually-hidden, .govuk-skip-link, [hidden]")) return true;
    for (let up = e; up; up = up.parentElement) {
      const box = up.getBoundingClientRect();
      if (box.width <= 1 && box.height <= 1 && getComputedStyle(up).overflow === "hidden") return true;
    }
    return false;
  };
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });

  // Wider than the window -------------------------------------------------------------------------------------
  function sideways() {
    const wrong = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth) wrong.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth}`);
    for (const e of document.body.querySelectorAll("*")) {
      const box = e.getBoundingClientRect();
      if (!box.width || hidden(e) || !shown(e)) continue;
      const scroller = ownScroller(e);
      if (!scroller && box.right > innerWidth + 1) wrong.push(`runs off the window: ${name(e)}`);
      if (scroller === e && e.scrollWidth > e.clientWidth && e.matches("div, section")) {
        if (e.tabIndex < 0) wrong.push(`scrolls, and no key reaches it: ${name(e)}`);
        if (!e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")) wrong.push(`scrolls without a name: ${name(e)}`);
      }
    }
    return [...new Set(wrong), ...cut()];
  }

  // Text that its box cuts off.
  function cut() {
    const wrong = [];
    for (const e of document.body.querySelectorAll("*")) {
      if (hidden(e) || !shown(e) || e.matches("input, select, textarea, svg, svg *")) continue;
      const style = getComputedStyle(e);
      const clips = (value) => value === "hidden" || value === "clip";
      if (clips(style.overflowX) && e.scrollWidth > e.clientWidth + 1) wrong.push(`cut at its side: ${name(e)}`);
      if (clips(style.overflowY) && e.scrollHeight > e.clientHeight + 1) wrong.push(`cut below: ${name(e)}`);
    }
    return wrong;
  }

  // Sentences and words that ran into each other where a template lost its space.
  function glued() {
    const found = document.getElementById("main").innerText.match(/.{0,30}[a-zé0-9)”’](?:[.!?:,;][A-Z“(][a-z]|[A-Z][a-z]).{0,20}/gu) ?? [];
    return found.map((text) => `words run together: ${text}`);
  }

  function spaced() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
        " p { margin-bottom: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
    const wrong = sideways();
    document.adoptedStyleSheets = [];
    return wrong.map((line) => `with wide spacing, ${line}`);
  }

  // By keyboard -----------------------------------------------------------------------------------------------
  const USABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  let looks, order, wrongByKey;

  const lookOf = (e) => {
    const around = e.matches("input[type=radio], input[type=checkbox]") ? e.labels[0] : null;
    return [getComputedStyle(e), ...(around ? [getComputedStyle(around, "::before")] : [])]
      .map((s) => [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.color].join("|"))
      .join("||");
  };

  function begin() {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
    looks = new Map();
    order = [];
    wrongByKey = [];
    const groups = new Set();
    for (const e of document.querySelectorAll(USABLE)) {
      if (e.disabled || e.tabIndex < 0 || e.closest("[hidden]") || !(shown(e) || e.matches("input"))) continue;
      if (e.type === "radio") {
        if (groups.has(e.name)) continue; // arrow keys move inside a group
        groups.add(e.name);
      }
      looks.set(e.type === "radio" ? `radio ${e.name}` : e, lookOf(e));
    }
  }

  const key = (e) => (e.type === "radio" ? `radio ${e.name}` : e);

  function focused() {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement || order.includes(key(e))) return false;
    order.push(key(e));
    const before = looks.get(key(e));
    if (before === undefined) return true;
    if (before === lookOf(e)) wrongByKey.push(`the focus cannot be seen: ${name(e)}`);
    const target = e.matches("input[type=radio], input[type=checkbox]") ? e.labels[0] : e;
    const boxes = [...target.getClientRects()].filter((b) => b.width > 0 && b.height > 0);
    const inside = boxes.some((b) => b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth);
    if (!inside) wrongByKey.push(`the focus is off the window: ${name(e)}`);
    else if (!boxes.some((b) => isOnTop(target, b))) wrongByKey.push(`something lies over the focus: ${name(e)}`);
    return true;
  }

  function isOnTop(e, b) {
    const x = Math.min(Math.max((Math.max(b.left, 0) + Math.min(b.right, innerWidth)) / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max((Math.max(b.top, 0) + Math.min(b.bottom, innerHeight)) / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return top !== null && (e.contains(top) || top.contains(e));
  }

  function unreached() {
    const left = [...looks.keys()].filter((k) => !order.includes(k));
    const reached = order.filter((k) => looks.has(k));
    const expected = [...looks.keys()].filter((k) => order.includes(k));
    const first = reached.findIndex((k, i) => k !== expected[i]);
    const say = (k) => (typeof k === "string" ? k : name(k));
    return [
      ...wrongByKey,
      ...left.map((k) => `no key reaches ${say(k)}`),
      ...(first >= 0 ? [`out of order: ${say(reached[first])}`] : []),
    ];
  }

  // On paper --------------------------------------------------------------------------------------------------
  const STEERS = "button, select, option, .govuk-button, .fh-screen-only, .fh-actions, .fh-filters, script, style, template";
  let onScreen, headings, drawn;

  // A text is seen where some of it has a box, nobody hides it, and nothing has cut it away.
  function seen(text) {
    const e = text.parentElement;
    if (!shown(e)) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].some((b) => b.width > 1 && b.height > 1);
  }

  function texts() {
    const found = [];
    const walk = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode;
      const e = text.parentElement;
      if (text.data.trim() && !e.closest(STEERS) && !hidden(e)) found.push(text);
    }
    return found;
  }

  // What is folded on the screen is part of the page: paper cannot be unfolded.
  function read() {
    const folded = [...document.querySelectorAll("#main details:not([open])")];
    for (const e of folded) e.open = true;
    onScreen = texts().filter(seen);
    headings = [...document.querySelectorAll("#main :is(h1, h2, h3, h4, caption, legend)")].filter((e) => shown(e) && !hidden(e));
    drawn = [...document.querySelectorAll("#main :is(svg, img)")].filter(shown);
    for (const e of folded) e.open = false;
  }

  function printed() {
    const wrong = [];
    const edge = document.documentElement.clientWidth + 1;
    const off = (b) => b.right > edge || b.left < -1;
    for (const text of onScreen) {
      const range = document.createRange();
      range.selectNodeContents(text);
      if (!seen(text)) wrong.push(`not on paper: ${text.data.trim().slice(0, 80)}`);
      else if ([...range.getClientRects()].some(off)) wrong.push(`off the paper’s edge: ${text.data.trim().slice(0, 80)}`);
      const colour = getComputedStyle(text.parentElement).color;
      if (/rgb\(255, 255, 255\)/.test(colour)) wrong.push(`white on paper: ${text.data.trim().slice(0, 80)}`);
    }
    for (const e of headings) if (!shown(e)) wrong.push(`a heading is not on paper: ${name(e)}`);
    for (const e of drawn) {
      if (!shown(e)) wrong.push(`a picture is not on paper: ${name(e)}`);
      else if (off(e.getBoundingClientRect())) wrong.push(`a picture runs off the paper: ${name(e)}`);
    }
    for (const e of document.querySelectorAll("#main *")) {
      if (hidden(e) || !shown(e)) continue;
      const style = getComputedStyle(e);
      if (e.matches("textarea")) {
        if (e.scrollHeight > e.clientHeight + 2) wrong.push(`what was typed is cut: ${name(e)}`);
      } else if (!e.matches("input, select") && style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1) {
        wrong.push(`scrolls or cuts on paper: ${name(e)}`);
      }
    }
    if (!document.getElementById("main").contains(document.querySelector("h1"))) wrong.push("the main heading is not in the main part");
    return wrong;
  }

  return { sideways, glued, spaced, begin, focused, unreached, read, printed };
})();
