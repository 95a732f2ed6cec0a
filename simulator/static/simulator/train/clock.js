// Beats while a film plays, as often as frames are wanted, and rests with it.
import { find } from "./page.js";
import { player } from "./runs.js";

const EARLY = 4; // milliseconds: the screen's own beat is never quite on time
let isAwake = false, last = 0;

export function wake(paint) {
  if (isAwake) return;
  isAwake = true;
  last = performance.now();
  requestAnimationFrame(function beat(time) {
    isAwake = player.isPlaying;
    if (!isAwake) return;
    requestAnimationFrame(beat);
    if (time - last < 1000 / Number(find("speed").value) - EARLY) return;
    last = time;
    player.tick();
    paint();
  });
}
