// The small set of emoji that the sandbox knows. Slack's thousands are not here: an unknown name stays as
// typed.

const pictures: Record<string, string> = {
    "+1": "👍",
    thumbsup: "👍",
    "-1": "👎",
    thumbsdown: "👎",
    alarm_clock: "⏰",
    ambulance: "🚑",
    bell: "🔔",
    ballot_box_with_check: "☑️",
    bar_chart: "📊",
    book: "📖",
    bug: "🐛",
    bulb: "💡",
    calendar: "📅",
    chart_with_upwards_trend: "📈",
    clipboard: "📋",
    construction: "🚧",
    email: "📧",
    exclamation: "❗",
    eyes: "👀",
    fire: "🔥",
    fire_engine: "🚒",
    gear: "⚙️",
    hammer_and_wrench: "🛠️",
    heart: "❤️",
    heavy_check_mark: "✔️",
    hourglass_flowing_sand: "⏳",
    information_source: "ℹ️",
    large_blue_circle: "🔵",
    large_green_circle: "🟢",
    large_orange_circle: "🟠",
    large_red_circle: "🔴",
    large_yellow_circle: "🟡",
    link: "🔗",
    lock: "🔒",
    mag: "🔍",
    memo: "📝",
    no_entry: "⛔",
    ok_hand: "👌",
    pencil: "📝",
    phone: "☎️",
    pray: "🙏",
    pushpin: "📌",
    question: "❓",
    raised_hands: "🙌",
    recycle: "♻️",
    rocket: "🚀",
    rotating_light: "🚨",
    smile: "😄",
    stopwatch: "⏱️",
    tada: "🎉",
    telephone_receiver: "📞",
    thinking_face: "🤔",
    warning: "⚠️",
    wave: "👋",
    white_check_mark: "✅",
    x: "❌",
    zap: "⚡",
};

/** What the picker offers, in this order: first what the bot understands. */
export const picker_names = [
    "pushpin", "clipboard", "eyes", "+1", "white_check_mark", "raised_hands", "tada", "fire", "thinking_face",
    "pray", "heart", "x"
];

/** The picture of `name` (without colons), or null. */
export function emoji(name: string): string|null {
    return Object.hasOwn(pictures, name) ? (pictures[name] ?? null) : null;
}
