/** How long something in a file lasts: `0.061 s`, `0.4 s`, `12.3 s`, `4:05`, `1:02:03`. */
export function durationText(seconds: number): string {
  if (seconds < 0 || !Number.isFinite(seconds)) return `${seconds} s`;
  if (seconds > 0 && seconds < 0.3) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 59.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}

/** How long a shutter was open, as it stands on a camera unless that would be wrong: `1/250 s`, `0.4 s`, `30 s`. */
export function shutterText(seconds: number): string {
  if (!(seconds > 0 && seconds < 0.3)) return durationText(seconds);
  const parts = Math.round(1 / seconds);
  const isExact = Math.abs(1 / parts - seconds) < seconds * 0.01;
  return isExact ? `1/${parts} s` : `${Number(seconds.toPrecision(2))} s`;
}
