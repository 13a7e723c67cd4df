// Times as people read them: UTC, 24 hours, and Slack's date tokens. Never asks the machine's own clock.

const months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"
];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function two(n: number): string { return String(n).padStart(2, "0"); }

/** 14:33 */
export function clock_time(at: Date): string { return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`; }

/** 2025-01-21 14:42:00 UTC */
export function full_time(at: Date): string {
    return `${iso_day(at)} ${clock_time(at)}:${two(at.getUTCSeconds())} UTC`;
}

/** 2025-01-21 */
export function iso_day(at: Date): string { return at.toISOString().slice(0, 10); }

/** Tuesday, 21 January 2025 */
export function long_day(at: Date): string {
    return `${days[at.getUTCDay()]}, ${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "4 minutes ago", "in 10 minutes", "just now". */
export function ago(at: Date, now: Date): string {
    const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
    const size = Math.abs(seconds);
    if (size < 60) {
        return seconds >= 0 ? "just now" : "in less than a minute";
    }
    const [amount, unit] = size < 3600 ? [Math.floor(size / 60), "minute"] :
        size < 86400                   ? [Math.floor(size / 3600), "hour"] :
                                         [Math.floor(size / 86400), "day"];
    const words = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
    return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

/** Fills the tokens of Slack's date form; an unknown token gives null, and then the fallback is shown. */
export function date_tokens(format: string, at: Date, now: Date): string|null {
    let unknown = false;
    const month = months[at.getUTCMonth()] ?? "";
    const short = `${month.slice(0, 3)} ${at.getUTCDate()}, ${at.getUTCFullYear()}`;
    const long = `${days[at.getUTCDay()]}, ${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`;
    const tokens: Record<string, string> = {
        ago: ago(at, now),
        date_num: iso_day(at),
        date: `${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
        date_pretty: `${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
        date_short: short,
        date_short_pretty: short,
        date_long: long,
        date_long_pretty: long,
        time: clock_time(at),
        time_secs: `${clock_time(at)}:${two(at.getUTCSeconds())}`,
    };
    const filled = format.replace(/\{([a-z_]+)\}/g, (_, token: string) => {
        const value = tokens[token];
        unknown ||= value === undefined;
        return value ?? "";
    });
    return unknown ? null : filled;
}

/** The moment of a message's ts, to the second. */
export function time_of_ts(ts: string): Date { return new Date(Number(ts.split(".")[0]) * 1000); }

/** Seconds to what a datetime-local input holds, in UTC. */
export function to_input(seconds: number): string {
    return new Date(seconds * 1000).toISOString().slice(0, 16);
}

/** What a datetime-local input holds to seconds, read as UTC; null when it is empty. */
export function from_input(text: string): number|null {
    const at = Date.parse(`${text}Z`);
    return Number.isNaN(at) ? null : Math.floor(at / 1000);
}
