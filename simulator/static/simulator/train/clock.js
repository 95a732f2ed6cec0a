// Beats while a film plays, as often as frames are wanted, and rests with it.
import { find } from "./page.js";
import { player } from "./runs.js";

const EARLY = 12; // milliseconds before a frame is due: the screen's next beat then is the one nearest to it
let isAwake = false, due = 0;

const interval = () => 1000 / Number(find("speed").value);

export function wake(paint) {
  if (isAwake) return;
  isAwake = true;
  due = performance.now() + interval();
  soon(paint);
}

// Between frames the page sleeps: to be asked at each beat of the screen would cost as much as to draw.
function soon(paint) {
  setTimeout(() => requestAnimationFrame(() => beat(paint)), Math.max(0, due - performance.now() - EARLY));
}

function beat(paint) {
  isAwake = player.isPlaying;
  if (!isAwake) return;
  player.tick();
  paint();
  due = Math.max(due + interval(), performance.now()); // by when it was due, so that a screen of 60 beats shows 25 frames too
  soon(paint);
}
