// `rich_text` blocks: what people's own messages are made of. Text in them is literal, never parsed.
import type {RichTextBlock} from "@slack/types";

import {type Child, h} from "./dom.ts";
import {channel_mention, group_mention, link, type TextContext, user_mention} from "./links.ts";
import {picture} from "./mrkdwn.ts";
import {date_tokens} from "./time.ts";

type Part = RichTextBlock["elements"][number];
type Inline = Extract<Part, {type: "rich_text_section"}>["elements"][number];

export function rich_text(block: RichTextBlock, context: TextContext): Child[] {
    return block.elements.map((part) => rich_part(part, context));
}

function rich_part(part: Part, context: TextContext): Child {
    switch (part.type) {
        case "rich_text_section":
            return h("div", {class: "text"}, ...inlines(part.elements, context));
        case "rich_text_list":
            return h(
                part.style === "ordered" ? "ol" : "ul", {class: `indent-${Math.min(8, part.indent ?? 0)}`},
                part.elements.map(
                    (item) =>
                        h("li", null,
                          ...(item.type === "rich_text_section" ? inlines(item.elements, context) :
                                                                  [rich_part(item, context)]))));
        case "rich_text_preformatted":
            return h("pre", null, ...inlines(part.elements as Inline[], context));
        case "rich_text_quote":
            return h("blockquote", null, ...inlines(part.elements, context));
        default:
            return null;
    }
}

function inlines(elements: Inline[], context: TextContext): Child[] {
    return elements.map(
        (element) => styled(inline(element, context), "style" in element ? element.style : undefined));
}

function inline(element: Inline, context: TextContext): Child {
    switch (element.type) {
        case "text":
            return element.text;
        case "link":
            return link(element.url, [element.text ?? element.url], context);
        case "emoji":
            return picture(element.name);
        case "user":
            return user_mention(element.user_id, context);
        case "channel":
            return channel_mention(element.channel_id, context);
        case "usergroup":
            return group_mention(element.usergroup_id, context);
        case "broadcast":
            return group_mention(element.range, context);
        case "date": {
            const at = new Date(element.timestamp * 1000);
            return h(
                "time", {datetime: at.toISOString()},
                date_tokens(element.format, at, context.now) ?? element.fallback ?? "");
        }
        case "color":
            return element.value;
        default:
            return "text" in element && typeof element.text === "string" ? element.text : null;
    }
}

function styled(child: Child, style: object|undefined): Child {
    const on = (style ?? {}) as Record<string, boolean|undefined>;
    const tags: [string, string][] =
        [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];
    return tags.reduce((inner, [name, tag]) => (on[name] === true ? h(tag, null, inner) : inner), child);
}
