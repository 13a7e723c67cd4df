// Interactive elements that press at once: buttons, overflow menus, feedback and icon buttons. Those that
// hold a value are in inputs.ts.
import type {Button, FeedbackButtons, IconButton, Option, Overflow} from "@slack/types";

import type {App, Surface} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {FieldElement} from "./fields.ts";
import {input_element} from "./inputs.ts";
import {is_safe_address, thread_of} from "./links.ts";
import {menu} from "./menu.ts";
import {plain} from "./mrkdwn.ts";
import {press} from "./press.ts";

/** Any element of an actions block or an accessory. */
export function element(app: App, surface: Surface, block_id: string, which: FieldElement): Child {
    switch (which.type) {
        case "button":
            return button(app, surface, block_id, which as unknown as Button);
        case "overflow":
            return overflow(app, surface, block_id, which as unknown as Overflow);
        case "feedback_buttons":
            return feedback(app, surface, block_id, which as unknown as FeedbackButtons);
        case "icon_button":
            return icon_button(app, surface, block_id, which as unknown as IconButton);
        case "image":
            return image(String(which.image_url ?? ""), String(which.alt_text ?? ""), "accessory-image");
        default:
            return input_element(
                app, surface, block_id, which,
                {acts: true, label: label_of(which), id: null, described_by: null, invalid: false});
    }
}

function label_of(which: FieldElement): string {
    const placeholder = which.placeholder as {text?: string} | undefined;
    return plain(placeholder?.text ?? String(which.action_id ?? "Choose"));
}

/**
 * The accessible name of a button: the app's own label, led by the words on the button where the label leaves
 * them out, because people who speak to their computer say what they see (WCAG 2.5.3). Null: the words are
 * the name.
 */
function name_for(words: string, label: string|undefined): string|null {
    if (label === undefined || label === "") {
        return null;
    }
    return label.toLowerCase().includes(words.toLowerCase()) ? label : `${words}: ${label}`;
}

/**
 * A picture of the sandbox itself; one from elsewhere is words, because nothing here asks another machine.
 */
export function image(url: string, alt: string, style: string): Child {
    return url !== "" && new URL(url, location.href).origin === location.origin ?
        h("img", {src: url, alt, class: style, loading: "lazy"}) :
        h("span", {class: "picture-words"}, `Picture: ${alt}`);
}

function button(app: App, surface: Surface, block_id: string, which: Button): Element_ {
    const label = plain(which.text.text);
    const go = (): void => press(app, surface, block_id, which as unknown as FieldElement, which.value);
    const props = {
        key: which.action_id ?? label,
        "data-action": which.action_id,
        class: `button ${which.style === undefined ? "" : `button-${which.style}`}`.trim(),
        "aria-label": name_for(label, which.accessibility_label),
    };
    const url = which.url;
    if (url === undefined || !is_safe_address(url)) {
        return h("button", {...props, type: "button", onclick: go}, label);
    }
    const thread = thread_of(url, app.state);
    const follow = (event: Event): void => {
        go();
        if (thread !== null) {
            event.preventDefault();
            app.open_thread(thread.channel, thread.ts);
        }
    };
    return h(
        "a", {...props, href: url, target: "_blank", rel: "noopener noreferrer", onclick: follow}, label);
}

function overflow(app: App, surface: Surface, block_id: string, which: Overflow): Element_ {
    const options = which.options as (Option & {url?: string})[];
    return menu(
        app, {
            name: `${surface.id} ${block_id} ${which.action_id ?? ""}`,
            class: "button button-more",
            label: "More actions",
            face: "⋮",
        },
        options.map(
            (option) => ({
                key: option.value ?? option.text.text,
                label: plain(option.text.text),
                ...(option.description === undefined ? {} : {description: plain(option.description.text)}),
                ...(option.url !== undefined && is_safe_address(option.url) ? {href: option.url} : {}),
                go: () => press(app, surface, block_id, which as unknown as FieldElement, option.value),
            })));
}

function feedback(app: App, surface: Surface, block_id: string, which: FeedbackButtons): Child {
    const one = (choice: FeedbackButtons["positive_button"], picture: string): Element_ =>
        h("button", {
            type: "button",
            key: choice.value,
            class: "button button-quiet",
            "aria-label": name_for(plain(choice.text.text), choice.accessibility_label),
            onclick: () => press(app, surface, block_id, which as unknown as FieldElement, choice.value),
        },
          h("span", {class: "emoji", "aria-hidden": "true"}, picture), ` ${plain(choice.text.text)}`);
    return [one(which.positive_button, "👍"), one(which.negative_button, "👎")];
}

function icon_button(app: App, surface: Surface, block_id: string, which: IconButton): Child {
    const label = plain(which.text.text);
    if (which.visible_to_user_ids !== undefined && !which.visible_to_user_ids.includes(app.state.you)) {
        return null;
    }
    return h(
        "button", {
            type: "button",
            key: which.action_id ?? label,
            class: "button button-quiet",
            "aria-label": name_for(label, which.accessibility_label),
            onclick: () => press(app, surface, block_id, which as unknown as FieldElement, which.value),
        },
        h("span", {"aria-hidden": "true"}, "🗑"), ` ${label}`);
}
