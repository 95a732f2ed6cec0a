// Every tab of an attempt shows what the server has: another tab, or another device, may have saved a newer answer.
// state: the address that tells it, none where nobody can ask; look: what to do with the attempt that it answers
export function startTabs(attempt, state, look) {
  if (!state) return { tell() {} };
  const others = "BroadcastChannel" in window ? new BroadcastChannel(`attempt:${attempt}`) : null;
  let asking = false;
  let again = false;

  async function ask() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const since = look.before();
      const reply = await fetch(state);
      if (reply.ok) look.after(await reply.json(), since);
    } catch {
      // offline: it is asked again when this tab is looked at, or the connection is back
    }
    asking = false;
    if (again) ask();
  }

  if (others) others.onmessage = ask;
  for (const moment of ["focus", "online"]) addEventListener(moment, ask);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  return { tell: () => others?.postMessage("saved") };
}
