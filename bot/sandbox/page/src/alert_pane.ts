// The panel that fires sample alerts: the source, its request as it goes out, the buttons, the bot's answer,
// and what the rules make of it.
import {type AlertDesk, body_of, choose, is_changed, request_of, restore_body, send, sender_of, type What, write_body} from "./alert_desk.ts";
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {own_condition, rules_explained} from "./explanation.ts";
import type {AlertSender} from "./protocol.ts";

export function alert_pane(app: App): Element_ {
    const {desk} = app.ui;
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
        document.getElementById("tool-alerts")?.focus();
    };
    const sender = sender_of(desk);
    return h(
        "aside", {class: "pane pane-alerts", key: "alerts", "aria-label": "Send a test alert"},
        h("header", {class: "pane-head"}, h("h2", null, "Send a test alert"),
          h("span", {class: "pane-note"}, "to the bot's own address"),
          h("button", {type: "button", class: "close", "aria-label": "Close the test alerts", onclick: close},
            "×")),
        h("div", {class: "scroller", role: "region", tabindex: 0, "aria-label": "Test alert"},
          sender === null ? h("p", {class: "empty"},
                              desk.senders === null ? "Asking for the sources …" : "There is no source.") :
                            inside(app, desk, sender)));
}

function inside(app: App, desk: AlertDesk, sender: AlertSender): Child[] {
    return [
        h("div", {class: "desk", key: "desk"}, source_choice(app, desk), request_lines(desk, sender),
          what_choice(app, desk), body_field(app, desk), buttons(app, desk), answer(desk)),
        rules_explained(app, desk),
        own_condition(app, desk),
    ];
}

function name_of(sender: AlertSender): string {
    return sender.name === sender.kind ? sender.product : `${sender.product}: ${sender.name}`;
}

function source_choice(app: App, desk: AlertDesk): Element_ {
    return h(
        "label", {class: "desk-field"}, h("span", {class: "label"}, "Source"),
        h("select", {
            class: "select",
            id: "alert-source",
            value: desk.source,
            mount: (select) => select.focus(),
            onchange: (event) => choose(app, (event.target as HTMLSelectElement).value, "firing")
        },
          desk.senders?.map((one) => h("option", {value: one.name, key: one.name}, name_of(one)))));
}

function request_lines(desk: AlertDesk, sender: AlertSender): Element_ {
    const {method, target, headers} = request_of(sender, desk.what);
    return h(
        "pre", {class: "request", key: "request", "aria-label": "Request"},
        [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\n"));
}

const whats: [What, string][] = [["firing", "Firing"], ["resolved", "Resolved"]];

function what_choice(app: App, desk: AlertDesk): Element_ {
    return h(
        "fieldset", {class: "desk-what", key: "what"}, h("legend", {class: "label"}, "Payload"),
        whats.map(
            ([what, label]) =>
                h("label", {class: "tick", key: what}, h("input", {
                      type: "radio",
                      name: "alert-what",
                      checked: desk.what === what,
                      onchange: () => choose(app, desk.source, what),
                  }),
                  label)));
}

function body_field(app: App, desk: AlertDesk): Child[] {
    return [
        h("textarea", {
            class: "text-input desk-body",
            id: "alert-body",
            key: "body",
            rows: 12,
            spellcheck: "false",
            "aria-label": "JSON of the payload",
            "aria-describedby": "alert-body-hint",
            value: body_of(desk, desk.what),
            oninput: (event) => write_body(app, (event.target as HTMLTextAreaElement).value),
        }),
        h("p", {class: "hint", id: "alert-body-hint", key: "hint"},
          "Times and the source's token are filled in for {{…}} when it is sent."),
    ];
}

function buttons(app: App, desk: AlertDesk): Element_ {
    const button = (what: What, label: string, style: string): Element_ =>
        h("button", {
            type: "button",
            class: `button ${style}`.trim(),
            id: `alert-${what}`,
            key: what,
            onclick: () => void send(app, what)
        },
          label);
    return h(
        "div", {class: "desk-buttons", key: "buttons"}, button("firing", "Fire", "button-primary"),
        button("resolved", "Resolve", ""),
        is_changed(desk) &&
            h("button", {type: "button", class: "link", key: "restore", onclick: () => restore_body(app)},
              "Back to the sample"));
}

function answer(desk: AlertDesk): Element_ {
    const {answer} = desk;
    return h(
        "div", {key: "answer", role: "status"},
        answer !== null &&
            h("p", {class: `desk-answer ${answer.good ? "desk-good" : "desk-bad"}`}, answer.words),
        answer?.again === true &&
            h("p", {class: "hint"},
              "It fires already: a source that tells it again changes nothing. Resolve it, or change the payload."));
}
