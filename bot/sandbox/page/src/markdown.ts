// The `markdown` block: headings, lists with tasks, quotes, code, rules, tables and inline styles. Raw HTML
// is text here, as in Slack; whatever is not understood stays readable as typed.
import {type Child, type Element_, h} from "./dom.ts";
import {channel_mention, is_safe_address, link, type TextContext, user_mention} from "./links.ts";
import {picture} from "./mrkdwn.ts";

interface Item {
    indent: number;
    ordered: boolean;
    number: number;
    task: boolean|null;
    text: string;
}

const max_nesting = 8;

export function markdown(text: string, context: TextContext): Child[] {
    const lines = text.replace(/\r/g, "").split("\n");
    const out: Child[] = [];
    let at = 0;
    const take = (matches: (line: string) => boolean): string[] => {
        const from = at;
        while (at < lines.length && matches(lines[at] ?? "")) {
            at++;
        }
        return lines.slice(from, at);
    };
    while (at < lines.length) {
        const line = lines[at] ?? "";
        const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
        const fence = /^```/.test(line);
        if (line.trim() === "") {
            at++;
        } else if (heading !== null) {
            const level = Math.min(6, (heading[1]?.length ?? 1) + 2);
            out.push(h(`h${level}`, null, ...spans(heading[2] ?? "", context)));
            at++;
        } else if (fence) {
            at++;
            const code = take((next) => !next.startsWith("```"));
            at++;
            out.push(h("pre", null, code.join("\n")));
        } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
            out.push(h("hr", null));
            at++;
        } else if (line.startsWith(">")) {
            const quoted = take((next) => next.startsWith(">")).map((next) => next.replace(/^> ?/, ""));
            out.push(h("blockquote", null, ...markdown(quoted.join("\n"), context)));
        } else if (item_of(line) !== null) {
            const items = take((next) => item_of(next) !== null).map(item_of).filter((item) => item !== null);
            out.push(list(items, context, 0));
        } else if (
            line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? "")) {
            out.push(table(take((next) => next.includes("|")), context));
        } else {
            out.push(h("p", null, ...spans(take(is_paragraph).join("\n"), context)));
        }
    }
    return out;
}

function is_paragraph(line: string): boolean {
    return line.trim() !== "" && !/^(#{1,6}\s|```|>)/.test(line) && item_of(line) === null;
}

function item_of(line: string): Item|null {
    const found = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
    if (found === null || /^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
        return null;
    }
    return {
        indent: (found[1] ?? "").length,
        ordered: found[2] !== undefined,
        number: Number(found[2] ?? 1),
        task: found[3] === undefined ? null : found[3] !== " ",
        text: found[4] ?? "",
    };
}

function list(items: Item[], context: TextContext, depth: number): Element_ {
    const first = items[0];
    const indent = first?.indent ?? 0;
    const rows: Element_[] = [];
    for (let i = 0; i < items.length; i++) {
        const item = items[i];
        if (item === undefined) {
            break;
        }
        const inner: Item[] = [];
        while ((items[i + 1]?.indent ?? -1) > indent + 1) {
            inner.push(items[++i] as Item);
        }
        const nested = inner.length > 0 && depth < max_nesting ? list(inner, context, depth + 1) : null;
        const box = item.task === null ?
            null :
            h("span", {class: "task", role: "img", "aria-label": item.task ? "Done" : "To do"},
              item.task ? "☑" : "☐");
        rows.push(
            h("li", {class: item.task === null ? null : "task-item"}, box, ...spans(item.text, context),
              nested));
    }
    return first?.ordered === true ? h("ol", {start: first.number}, ...rows) : h("ul", null, ...rows);
}

function table(lines: string[], context: TextContext): Element_ {
    const cells = (line: string): string[] =>
        line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
    const head = cells(lines[0] ?? "");
    return h(
        "div", {class: "table-box", tabindex: 0, role: "region", "aria-label": "Table"},
        h("table", null,
          h("thead", null,
            h("tr", null, head.map((cell) => h("th", {scope: "col"}, ...spans(cell, context))))),
          h("tbody", null,
            lines.slice(2).map(
                (line) =>
                    h("tr", null, cells(line).map((cell) => h("td", null, ...spans(cell, context))))))));
}

const token = new RegExp(
    [
        "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|~<>-])",
        "`(?<code>[^`]+)`",
        "\\[(?<label>[^\\]\\n]+)\\]\\((?<url>[^()\\s]+)\\)",
        "<@(?<user>[A-Z0-9]+)>",
        "<#(?<channel>[A-Z0-9]+)(?:\\|[^>]*)?>",
        "\\*\\*(?<bold>(?=\\S)[\\s\\S]*?\\S)\\*\\*",
        "__(?<bold2>(?=\\S)[\\s\\S]*?\\S)__",
        "~~(?<strike>(?=\\S)[\\s\\S]*?\\S)~~",
        "\\*(?<italic>(?=[^\\s*])[^*]*?[^\\s*])\\*",
        "(?<![\\p{L}\\p{N}_])_(?<italic2>(?=\\S)[^_]*?\\S)_(?![\\p{L}\\p{N}_])",
        ":(?<emoji>[a-z0-9_+-]+):",
        "<?(?<bare>https?://[^\\s<>()`]*[^\\s<>()`.,;:!?'\"])>?",
    ].join("|"),
    "gu");

function spans(text: string, context: TextContext): Child[] {
    const out: Child[] = [];
    let at = 0;
    for (const match of text.matchAll(token)) {
        out.push(text.slice(at, match.index));
        at = match.index + match[0].length;
        out.push(span(match[0], match.groups ?? {}, context));
    }
    out.push(text.slice(at));
    return out;
}

function span(all: string, found: Record<string, string|undefined>, context: TextContext): Child {
    const bold = found.bold ?? found.bold2;
    const italic = found.italic ?? found.italic2;
    if (found.escaped !== undefined) {
        return found.escaped;
    } else if (found.code !== undefined) {
        return h("code", null, found.code);
    } else if (found.url !== undefined) {
        return is_safe_address(found.url) ? link(found.url, spans(found.label ?? "", context), context) : all;
    } else if (found.user !== undefined) {
        return user_mention(found.user, context);
    } else if (found.channel !== undefined) {
        return channel_mention(found.channel, context);
    } else if (bold !== undefined) {
        return h("strong", null, ...spans(bold, context));
    } else if (found.strike !== undefined) {
        return h("s", null, ...spans(found.strike, context));
    } else if (italic !== undefined) {
        return h("em", null, ...spans(italic, context));
    } else if (found.emoji !== undefined) {
        return picture(found.emoji);
    }
    return link(found.bare ?? all, [found.bare ?? all], context);
}
