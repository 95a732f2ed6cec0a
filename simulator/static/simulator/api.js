// The simulator's two doors. Anyone may use them, so there is no token to send.

// {ok, body}: what was answered. Throws where there was no answer, as without a connection.
export async function post(address, body) {
  const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return { ok: response.ok, body: await response.json() };
}
