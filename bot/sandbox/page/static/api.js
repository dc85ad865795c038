/** The control API. A refusal becomes an `Error` whose message can be shown. */

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/control${path}`, options);
  } catch {
    throw new Error("The local Telegram does not answer.");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const refusal = new Error(body.error || `${response.status} ${response.statusText}`);
    refusal.status = response.status;
    throw refusal;
  }
  return body;
}

export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given).toString();
  return ask(search ? `${path}?${search}` : path);
}

export function post(path, body = {}) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
