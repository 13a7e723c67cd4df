// Slack's own markup: bold, italics, strike, code, quotes, links, mentions, dates and emoji names. The input
// is text as Slack escapes it; the output is nodes, so nothing in it can become markup of the page.
import {type Child, h} from "./dom.ts";
import {emoji} from "./emoji.ts";
import type {TextContext} from "./links.ts";
import {channel_mention, group_mention, is_safe_address, link, user_mention} from "./links.ts";
import {date_tokens} from "./time.ts";

/** Decodes the three entities that Slack uses. */
export function unescape(text: string): string {
    return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** Plain text: entities and, where asked for, emoji names. */
export function plain(text: string, with_emoji = true): string {
    const decoded = unescape(text);
    return with_emoji ? decoded.replace(/:([a-z0-9_+-]+):/g, (all, name: string) => emoji(name) ?? all) :
                        decoded;
}

/** A whole text with its paragraphs, code blocks and quotes. */
export function mrkdwn(text: string, context: TextContext): Child[] {
    const out: Child[] = [];
    for (const [i, part] of text.split("```").entries()) {
        if (i % 2 === 1) {
            out.push(h("pre", null, unescape(part.replace(/^\n/, "").replace(/\n$/, ""))));
        } else {
            out.push(...quotes_and_lines(part, context));
        }
    }
    return out;
}

function quotes_and_lines(text: string, context: TextContext): Child[] {
    const out: Child[] = [];
    let run: string[] = [];
    let quoted = false;
    const flush = (): void => {
        const joined = run.join("\n");
        if (joined !== "" || quoted) {
            out.push(quoted ? h("blockquote", null, ...inline(joined, context)) : inline(joined, context));
        }
        run = [];
    };
    for (const line of text.split("\n")) {
        const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
        if (run.length > 0 && (quote !== null) !== quoted) {
            flush();
        }
        quoted = quote !== null;
        run.push(quote?.[1] ?? line);
    }
    flush();
    return out;
}

const token = new RegExp(
    [
        "`(?<code>[^`\\n]+)`",
        "<(?<angle>[^<>\\n]+)>",
        ":(?<emoji>[a-z0-9_+-]+):",
        "(?<![\\p{L}\\p{N}*])\\*(?<bold>(?=\\S)[^*\\n]*?\\S)\\*(?![\\p{L}\\p{N}*])",
        "(?<![\\p{L}\\p{N}_])_(?<italic>(?=\\S)[^_\\n]*?\\S)_(?![\\p{L}\\p{N}_])",
        "(?<![\\p{L}\\p{N}~])~(?<strike>(?=\\S)[^~\\n]*?\\S)~(?![\\p{L}\\p{N}~])",
        "(?<bare>https?://[^\\s<>|*`]+[^\\s<>|*`.,;:!?)\\]'\"])",
    ].join("|"),
    "gu");

/** One run of text without quotes and code blocks. */
export function inline(text: string, context: TextContext): Child[] {
    const out: Child[] = [];
    let at = 0;
    for (const match of text.matchAll(token)) {
        out.push(unescape(text.slice(at, match.index)));
        at = match.index + match[0].length;
        const found = match.groups ?? {};
        if (found.code !== undefined) {
            out.push(h("code", null, unescape(found.code)));
        } else if (found.angle !== undefined) {
            out.push(angle(found.angle, context));
        } else if (found.emoji !== undefined) {
            out.push(picture(found.emoji));
        } else if (found.bold !== undefined) {
            out.push(h("strong", null, ...inline(found.bold, context)));
        } else if (found.italic !== undefined) {
            out.push(h("em", null, ...inline(found.italic, context)));
        } else if (found.strike !== undefined) {
            out.push(h("s", null, ...inline(found.strike, context)));
        } else if (found.bare !== undefined) {
            const url = unescape(found.bare);
            out.push(link(url, [url], context));
        }
    }
    out.push(unescape(text.slice(at)));
    return out;
}

/** An emoji by its name, which is its accessible name too; an unknown one as it was typed. */
export function picture(name: string): Child {
    const found = emoji(name);
    return found === null ?
        `:${name}:` :
        h("span", {class: "emoji", role: "img", "aria-label": name.replace(/_/g, " ")}, found);
}

function angle(content: string, context: TextContext): Child {
    const bar = content.indexOf("|");
    const target = bar < 0 ? content : content.slice(0, bar);
    const label = bar < 0 ? null : unescape(content.slice(bar + 1));
    if (target.startsWith("@")) {
        return user_mention(target.slice(1), context);
    }
    if (target.startsWith("#")) {
        return channel_mention(target.slice(1), context);
    }
    if (target.startsWith("!date^")) {
        return date(target.split("^"), label, context);
    }
    if (target.startsWith("!subteam^")) {
        return group_mention(
            label === null ? target.slice("!subteam^".length) : label.replace(/^@/, ""), context);
    }
    if (/^!(here|channel|everyone)$/.test(target)) {
        return group_mention(target.slice(1), context);
    }
    const url = unescape(target);
    return is_safe_address(url) ? link(url, [label ?? url.replace(/^mailto:/, "")], context) :
                                  `<${unescape(content)}>`;
}

function date(parts: string[], fallback: string|null, context: TextContext): Child {
    const at = new Date(Number(parts[1]) * 1000);
    if (Number.isNaN(at.getTime())) {
        return fallback ?? "";
    }
    const words = date_tokens(unescape(parts[2] ?? ""), at, context.now) ?? fallback ?? "";
    const shown = h(
        "time", {datetime: at.toISOString(), title: at.toISOString().slice(0, 16).replace("T", " ") + " UTC"},
        words);
    return parts[3] === undefined ? shown : link(unescape(parts[3]), [shown], context);
}
