// Shows who is already held while somebody is typed; without script the same is asked when the form is sent.
// What is typed goes in the body of the request: no name stands in an address.
const PAUSE = 500; // milliseconds without a key

for (const region of document.querySelectorAll("[data-alike]")) {
  const form = region.closest("form");
  const { alike, alikeAlso = "", alikeRow = "", alikeAt } = region.dataset;
  const own = alike.split(" ").map((name) => alikeRow + name);
  const also = alikeAlso.split(" ").filter(Boolean);
  const among = (names, name) => names.some((one) => name === one || name.startsWith(`${one}-`));
  let timer, request, asked = "";

  const typedNow = () => {
    const typed = new URLSearchParams();
    let anybody = false;
    for (const [name, value] of new FormData(form)) {
      const theirs = among(own, name);
      if (!theirs && !among(also, name)) continue;
      typed.append(theirs ? name.slice(alikeRow.length) : name, value);
      anybody ||= theirs && value !== "";
    }
    return anybody ? typed : undefined;
  };

  const ask = async () => {
    const typed = typedNow();
    if ((typed?.toString() ?? "") === asked) return;
    asked = typed?.toString() ?? "";
    request?.abort();
    if (!typed) {
      region.replaceChildren();
      return;
    }
    typed.append("csrf_token", form.elements.csrf_token.value);
    request = new AbortController();
    try {
      const response = await fetch(alikeAt, { method: "POST", body: typed, signal: request.signal, redirect: "error" });
      if (response.ok) region.innerHTML = await response.text(); // the service's own page, in which every text is escaped
    } catch (error) {
      if (error.name !== "AbortError") asked = undefined; // the check before saving remains
    }
  };

  form.addEventListener("input", (event) => {
    if (region.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
