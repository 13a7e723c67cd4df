// The page's own dialogs: the question before a risky press, the differences to Slack, and Reset.
import type {App, Question} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {show} from "./forms.ts";

export function question(app: App, asked: Question): Element_ {
    const answer = (yes: boolean): void => {
        app.ui.question = null;
        app.redraw();
        if (yes) {
            asked.go();
        }
    };
    return dialog("question", asked.title, () => answer(false), [h("p", {class: "text"}, asked.text)], [
        h("button", {type: "button", class: "button", onclick: () => answer(false)}, asked.no),
        h("button", {
            type: "button",
            class: `button ${asked.danger ? "button-danger" : "button-primary"}`,
            onclick: () => answer(true)
        },
          asked.yes),
    ]);
}

/** A dialog of the page with a title, a body and a row of buttons. */
export function dialog(
    name: string, title: string, close: () => void, body: Child[], buttons: Child[]): Element_ {
    return h(
        "dialog", {
            class: `dialog dialog-${name}`,
            key: `dialog ${name}`,
            "aria-labelledby": `dialog-title-${name}`,
            mount: show,
            oncancel: (event) => {
                event.preventDefault();
                close();
            },
        },
        h("header", {class: "dialog-head"}, h("h2", {id: `dialog-title-${name}`}, title),
          h("button", {type: "button", class: "close", "aria-label": "Close", onclick: close}, "×")),
        h("div", {class: "dialog-body", tabindex: -1}, ...body),
        h("footer", {class: "dialog-foot"}, ...buttons));
}

const differences = [
    "Fonts, spacing and colours are the sandbox's own; times are UTC for everybody.",
    "A small set of emoji. Other names stay as typed.",
    "No search, no list of threads, no files, no calls, no huddles, no canvases.",
    "No mobile layout of Slack: the page itself is readable on a phone.",
    "Dates are typed in the browser's own field and format; the zone is UTC.",
    "Menus with many choices use the browser's own select box, without a filter.",
    "Tables cannot be sorted by a click.",
    "Ephemeral messages stay until they are dismissed. In Slack they go when the client is loaded again.",
    "The clock can be moved. In Slack people have to wait.",
    "A phone has one line and a text arrives at once; a call is read, not heard.",
];

export function differences_dialog(app: App): Element_ {
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
    };
    return dialog(
        "differences", "Differences to Slack", close,
        [h("ul", {class: "plain-list"}, differences.map((line) => h("li", null, line)))],
        [h("button", {type: "button", class: "button button-primary", onclick: close}, "Close")]);
}

export function reset_dialog(app: App): Element_ {
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
    };
    const reset = (): void => {
        close();
        app.ui.thread = null;
        app.ui.desk.answer = null;
        void app.act("reset");
    };
    return dialog(
        "reset", "Start again?", close,
        [h("p", null,
           "Every message, incident and timer of the sandbox is forgotten, for every window. " +
               "Nothing outside is touched.")],
        [
            h("button", {type: "button", class: "button", onclick: close}, "Go back"),
            h("button", {type: "button", class: "button button-danger", onclick: reset}, "Reset")
        ]);
}
