// The time left by the server's clock: this device's may be wrong, and only the server's counts.
const LAST = 60; // seconds: the mark on the clock, and the word for those who hear the page

export function startClock(place, whenOver) {
  if (!place) return { correct() {} };
  const end = Date.parse(place.dataset.deadline);
  let ahead = Date.now() - Date.parse(place.dataset.now);
  const tick = () => {
    const left = Math.max(0, Math.round((end + ahead - Date.now()) / 1000));
    place.textContent = inWords(left);
    if (left <= LAST && !place.classList.contains("ending")) tellTheEnd(place);
    if (left > 0) return;
    clearInterval(timer);
    setTimeout(whenOver, 1500);
  };
  const timer = setInterval(tick, 1000);
  tick();
  // Every answer that was written down says what the time is: a device whose clock is set meanwhile stays right.
  return { correct(serverTime) { ahead = Date.now() - Date.parse(serverTime); } };
}

// As in "2 days 5:30:00" and "4:59".
function inWords(left) {
  const [days, hours, minutes] = [Math.floor(left / 86400), Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  const time = days || hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
  return days ? `${days} ${days === 1 ? "day" : "days"} ${time}` : time;
}

function tellTheEnd(place) {
  place.classList.add("ending");
  place.parentElement.querySelector("[data-ending]").textContent = "The last minute has begun.";
}
