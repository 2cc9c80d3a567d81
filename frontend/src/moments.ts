// Minutes from the year 1 on, UTC, as linkgraph/views/moments.py counts them.

const EPOCH_MINUTES = 62135596800 / 60;
export const GRAINS = ["", "instant", "day", "month", "year"] as const;
const LETTERS = [0, 16, 10, 7, 4];
// The last minute of the year 9999.
export const LAST_MINUTE = 5_258_964_959;

export function dateOf(minute: number): Date {
  return new Date((minute - EPOCH_MINUTES) * 60000);
}

export function minuteOf(date: Date): number {
  return Math.floor(date.getTime() / 60000) + EPOCH_MINUTES;
}

export function isoOf(minute: number): string {
  return dateOf(minute).toISOString();
}

// The moment as its source wrote it: no more exact than it is.
export function momentText(minute: number, grain: number, second = 0): string {
  const iso = isoOf(minute);
  if (grain === 1) return `${iso.slice(0, LETTERS[1]).replace("T", " ")}${second ? `:${String(second).padStart(2, "0")}` : ""} UTC`;
  return grain ? iso.slice(0, LETTERS[grain]) : "";
}

export function dayText(minute: number): string {
  return isoOf(minute).slice(0, 10);
}

// The minute at which a moment is over.
export function endOf(minute: number, grain: number): number {
  if (grain === 1) return minute + 1;
  if (grain === 2) return minute + 24 * 60;
  const date = dateOf(minute);
  // Date.UTC would take the years 1 to 99 for those of a century ago.
  if (grain === 3) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return minuteOf(date);
}
