// The time left by the server's clock: this device's may be wrong, and only the server's counts.
export function startClock(place, whenOver) {
  if (!place) return;
  const ahead = Date.now() - Date.parse(place.dataset.now);
  const deadline = Date.parse(place.dataset.deadline) + ahead;
  const tick = () => {
    const left = Math.max(0, Math.round((deadline - Date.now()) / 1000));
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (number) => String(number).padStart(2, "0");
    place.textContent = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
    if (left > 0) return;
    clearInterval(timer);
    setTimeout(whenOver, 1500);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
