// Today by the office's clock, which is Beijing's: from four in the afternoon UTC on, a day ahead of a machine's.

const now = new Date(Date.now() + 8 * 3600 * 1000);

/** Year and month as numbers, the month from 1. */
export const YEAR = now.getUTCFullYear();
export const MONTH = now.getUTCMonth() + 1;

/** As `2026-11-30`, and its month as `2026-11`. */
export const TODAY = now.toISOString().slice(0, 10);
export const THIS_MONTH = TODAY.slice(0, 7);
