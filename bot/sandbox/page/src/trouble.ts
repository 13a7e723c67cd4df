// The Trouble menu: everything that goes wrong between a bot, Slack and the phone company, on
// demand.
import type {App} from "./app.ts";
import {dialog} from "./dialogs.ts";
import {type Element_, h} from "./dom.ts";

interface Setting {
    name: string;
    label: string;
    choices?: [value: string, label: string][];
    initial: string;
    kind: "text"|"number"|"flag";
}

interface Trouble {
    kind: string;
    title: string;
    settings: Setting[];
}

const text = (name: string, label: string, initial = ""): Setting => ({name, label, initial, kind: "text"});
const number = (name: string, label: string, initial: string): Setting =>
    ({name, label, initial, kind: "number"});
const flag = (name: string, label: string): Setting => ({name, label, initial: "", kind: "flag"});
const choice = (name: string, label: string, choices: [string, string][]): Setting =>
    ({name, label, choices, initial: choices[0]?.[0] ?? "", kind: "text"});

const troubles: Trouble[] = [
    {
        kind: "disconnect",
        title: "Slack asks a connection to go",
        settings: [choice(
            "reason", "Reason",
            [
                ["warning", "warning: closes in 10 seconds"], ["refresh_requested", "refresh_requested"],
                ["link_disabled", "link_disabled: Socket Mode switched off"],
                ["too_many_websockets", "too_many_websockets"]
            ])]
    },
    {kind: "cut", title: "A connection breaks without a word", settings: [flag("all", "All connections")]},
    {kind: "silence", title: "Slack falls silent", settings: [number("seconds", "For seconds", "30")]},
    {
        kind: "fail",
        title: "The next calls go wrong",
        settings: [
            text("method", "Method", "chat.postMessage"), number("times", "Times", "1"),
            text("error", "Slack's error", "internal_error"), number("status", "HTTP status", ""),
            number("retry_after", "Retry after seconds", ""), number("hang_s", "Hang for seconds", ""),
            flag("cut", "Cut the connection"), flag("after_doing", "Only after the work is done")
        ]
    },
    {
        kind: "unknown_block",
        title: "A block type is refused",
        settings: [choice(
            "type", "Type",
            [
                ["container", "container"], ["alert", "alert"], ["markdown", "markdown"],
                ["context_actions", "context_actions"], ["data_table", "data_table"],
                ["data_visualization", "data_visualization"]
            ])]
    },
    {
        kind: "duplicate",
        title: "Envelopes come twice",
        settings: [number("times", "The next", "1"), flag("new_envelope_id", "With a new envelope ID")]
    },
    {
        kind: "limits",
        title: "Rate limits",
        settings: [choice("mode", "Mode", [["off", "off"], ["normal", "normal"], ["strict", "strict"]])]
    },
    {
        kind: "provider",
        title: "The phone company refuses",
        settings: [
            number("times", "Times", "1"), number("status", "HTTP status", "503"),
            number("code", "Twilio's code", "")
        ]
    },
    {kind: "late_triggers", title: "Trigger IDs have always expired", settings: []},
    {
        kind: "send_raw",
        title: "A raw frame to the bot",
        settings: [text("text", "Text", "{\"type\":\"surprise\"}")]
    },
];

export function trouble_dialog(app: App): Element_ {
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
    };
    return dialog(
        "trouble", "Trouble", close,
        [
            h("p", {class: "hint"},
              "What a bot has to live with. Each button makes it happen once; see the inspector."),
            ...troubles.map((trouble) => one(app, trouble))
        ],
        [h("button", {type: "button", class: "button", onclick: close}, "Close")]);
}

function one(app: App, trouble: Trouble): Element_ {
    const make = (event: Event): void => {
        event.preventDefault();
        const form = new FormData(event.currentTarget as HTMLFormElement);
        const members: Record<string, unknown> = {};
        for (const setting of trouble.settings) {
            const value = String(form.get(setting.name) ?? "");
            if (value !== "") {
                members[setting.name] = setting.kind === "number" ? Number(value) :
                    setting.kind === "flag"                       ? true :
                                                                    value;
            }
        }
        void app.act("trouble", {kind: trouble.kind, ...members}).then((answer) => {
            if (answer.ok) {
                app.ui.note = `Done: ${trouble.title.toLowerCase()}.`;
                app.redraw();
            }
        });
    };
    return h(
        "form", {class: "trouble", key: trouble.kind, onsubmit: make, "aria-label": trouble.title},
        h("h3", null, trouble.title),
        h("div", {class: "trouble-settings"}, trouble.settings.map(setting),
          h("button", {type: "submit", class: "button"}, "Make it happen")));
}

/** The browser keeps what is typed here: the page never needs it back. */
function setting(which: Setting): Element_ {
    if (which.choices !== undefined) {
        return h(
            "label", {class: "setting"}, which.label,
            h("select", {class: "select", name: which.name},
              which.choices.map(([value, label]) => h("option", {value}, label))));
    }
    if (which.kind === "flag") {
        return h(
            "label", {class: "setting setting-flag"}, h("input", {type: "checkbox", name: which.name}),
            which.label);
    }
    return h("label", {class: "setting"}, which.label, h("input", {
                 class: "text-input",
                 type: which.kind,
                 name: which.name,
                 min: which.kind === "number" ? 0 : null,
                 mount: (field) => (field as HTMLInputElement).value = which.initial,
             }));
}
