// Passkeys: the browser makes one, or signs in with one. What it answers is sent to the server by an ordinary form, and the
// server alone decides. Without this script, or in a browser that knows no passkeys, people sign in with a password.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = key.response;
  const response = { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) };
  return { id: key.id, rawId: text(key.rawId), type: key.type, response };
}

async function signed(address, form) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(answer.status);
  const options = await answer.json();
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
  const key = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
  const response = {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : "",
  };
  return { id: key.id, rawId: text(key.rawId), type: key.type, response };
}

function prepare(form, ask) {
  form.hidden = false;
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const said = document.querySelector("[data-passkey-failed]");
    said.textContent = "";
    try {
      form.elements.answer.value = JSON.stringify(await ask());
      form.submit();
    } catch {
      said.textContent = form.dataset.passkeySaid; // cancelled, none there, or no line to the server
      busy = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey-ask]")) prepare(form, () => signed(form.dataset.passkeyAsk, form));
  for (const form of document.querySelectorAll("[data-passkey-new]")) prepare(form, () => made(JSON.parse(form.dataset.passkeyNew)));
  for (const words of document.querySelectorAll("[data-passkey-with]")) words.hidden = false;
  for (const words of document.querySelectorAll("[data-passkey-without]")) words.hidden = true;
}
