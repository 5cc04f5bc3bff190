// Shows who is already held while somebody is typed; without script the same is asked when the form is sent.
const PAUSE = 500; // milliseconds without a key

for (const region of document.querySelectorAll("[data-alike]")) {
  const form = region.closest("form");
  const names = region.dataset.alike.split(" ");
  let timer, request, asked;

  const ask = async () => {
    const typed = new FormData(form);
    const query = new URLSearchParams({ alike: "1" });
    for (const [name, value] of typed) if (names.some((own) => name === own || name.startsWith(`${own}-`))) query.append(name, value);
    if (query.toString() === asked) return;
    asked = query.toString();
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(`${location.pathname}?${query}`, { signal: request.signal, redirect: "error" });
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
