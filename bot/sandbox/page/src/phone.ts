// The phone and the mailbox of the person at this window: the call under way with its keypad, what came
// before it, a box to reply by text, and mails.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {link} from "./links.ts";
import type {Mail, Phone, PhoneCall} from "./protocol.ts";
import {clock_time} from "./time.ts";

const keypad_keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The call that rings or talks, if there is one. */
export function open_call(app: App): PhoneCall|null {
    return app.state.phone?.calls.find((call) => call.state !== "ended") ?? null;
}

/** Null: this stand-in has no phones. */
export function phone_pane(app: App): Element_|null {
    const {phone, people} = app.state;
    if (phone === undefined) {
        return null;
    }
    const owner = people.find((person) => person.id === app.state.you)?.name ?? "";
    const call = open_call(app);
    return h(
        "aside", {
            class: app.ui.phone_open ? "pane pane-phone phone-open" : "pane pane-phone",
            id: "phone",
            key: "phone",
            "aria-label": `${owner}'s phone`
        },
        h("header", {class: "pane-head"}, h("h2", null, `${owner}'s phone`),
          phone?.number_ending != null &&
              h("span", {class: "pane-note"}, `number ending ${phone.number_ending}`)),
        call !== null && call_card(app, call), phone === null ?
            h("p", {class: "empty"}, `${owner} has no phone and no mailbox here.`) :
            [
                history(app, phone), mailbox(app, phone),
                phone.number_ending !== null && [switches(app, phone), reply_box(app)]
            ]);
}

function call_title(call: PhoneCall): string {
    return call.state === "ringing" ? "Incoming call: Tocsin" :
        call.state === "talking"    ? "Call: Tocsin" :
                                      "Tocsin speaks to the voicemail";
}

function call_card(app: App, call: PhoneCall): Element_ {
    const button = (label: string, kind: string, act: string): Element_ =>
        h("button", {type: "button", key: act, class: `button ${kind}`, onclick: () => void app.act(act)},
          label);
    return h(
        "section", {class: "call", key: `call ${call.id}`, "aria-label": call_title(call)},
        h("h3", null, call_title(call)), lines(call),
        h("div", {class: "call-buttons", key: "buttons"},
          call.state === "ringing" ?
              [
                  button("Answer", "button-primary", "answer_call"), button("Voicemail", "", "voicemail"),
                  button("Reject", "button-danger", "hang_up")
              ] :
              call.state === "talking" && button("Hang up", "button-danger", "hang_up")),
        call.state === "talking" && keypad(app));
}

function lines(call: PhoneCall): Child {
    return call.lines.map((line, i) => line.key ? h("p", {class: "call-key", key: `${i}`}, line.text) :
                                                  h("p", {key: `${i}`}, line.text));
}

function keypad(app: App): Element_ {
    const press = (key: string): void => void app.act("key", {key});
    return h(
        "div", {
            class: "keypad",
            key: "keypad",
            role: "group",
            "aria-label": "Keypad",
            onkeydown: (event) => {
                const {key} = event as KeyboardEvent;
                if (keypad_keys.includes(key)) {
                    event.preventDefault();
                    press(key);
                }
            },
            // Whoever answered by keyboard is on the button that has just gone.
            mount: (group) => {
                if (document.activeElement === document.body) {
                    group.querySelector("button")?.focus();
                }
            },
        },
        keypad_keys.map((key) => h("button", {type: "button", key, onclick: () => press(key)}, key)));
}

const outcomes: Record<string, string> = {
    busy: "rejected",
    canceled: "the caller gave up",
    completed: "answered",
    failed: "failed",
    "no-answer": "not answered",
};

/** Texts and calls that are over, in the order they came. */
function history(app: App, phone: Phone): Element_ {
    const entries = [
        ...phone.texts.map(
            (text) =>
                ({at: text.at, shown: h("li", {
                                      key: text.id,
                                      class: text.mine ? "sms sms-mine" : "sms"
                                  },
                                    h("span", {class: "unseen"}, text.mine ? "You: " : "Tocsin: "),
                                    with_links(app, text.text))})),
        ...phone.calls.filter((call) => call.state === "ended")
            .map((call) => ({at: call.at, shown: h("li", {key: call.id, class: "call-over"}, past(app, call))})),
    ].sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
    return h(
        "div", {
            class: "scroller phone-history",
            key: "history",
            role: "region",
            tabindex: 0,
            "aria-label": "Texts and calls",
            "data-stick": ""
        },
        entries.length === 0 ? h("p", {class: "empty"}, "No texts, no calls.") :
                               h("ul", null, entries.map((entry) => entry.shown)));
}

function past(app: App, call: PhoneCall): Child {
    const words =
        `Call at ${clock_time(new Date(call.at))}, ${outcomes[call.outcome ?? ""] ?? call.outcome ?? "over"}`;
    return call.lines.length === 0 ? words : folded(app, `call ${call.id}`, words, lines(call));
}

function mailbox(app: App, phone: Phone): Child {
    if (phone.email === "") {
        return null;
    }
    const newest_first = [...phone.mails].reverse();
    return h(
        "section", {class: "mailbox", key: "mailbox", "aria-label": `Mail of ${phone.email}`},
        h("h3", null, `Mail (${phone.mails.length})`), newest_first.map((mail) => mail_entry(app, mail)));
}

function mail_entry(app: App, mail: Mail): Element_ {
    return folded(
        app, `mail ${mail.id}`, mail.subject,
        [h("p", {class: "pane-note"}, mail.from), h("p", {class: "mail-text"}, with_links(app, mail.text))]);
}

/** Closed at first. */
function folded(app: App, key: string, title: string, inside: Child): Element_ {
    const open = app.ui.folded.get(key) === false;
    const toggle = (event: Event): void => {
        event.preventDefault();
        app.ui.folded.set(key, open);
        app.redraw();
    };
    return h("details", {key, open}, h("summary", {onclick: toggle}, title), open && inside);
}

const switch_names =
    [["no_network", "No network"], ["slow_texts", "SMS take 60 s"], ["landline", "Landline"]] as const;

function switches(app: App, phone: Phone): Element_ {
    return h(
        "div",
        {class: "switches", key: "switches", role: "group", "aria-label": "What is wrong with the phone"},
        switch_names.map(
            ([name, label]) => h(
                "label", {key: name}, h("input", {
                    type: "checkbox",
                    checked: phone.switches[name],
                    onchange: (event) => {
                        const on = (event.target as HTMLInputElement).checked;
                        phone.switches[name] = on;  // the next state says it too; until then the box stays
                        void app.act("phone_switch", {name, on});
                    },
                }),
                label)));
}

function reply_box(app: App): Element_ {
    const draft = `text ${app.state.you}`;
    const send = async(): Promise<void> => {
        const text = (app.ui.drafts.get(draft) ?? "").trim();
        if (text === "") {
            return;
        }
        app.ui.drafts.delete(draft);
        app.redraw();
        await app.act("text", {text});
    };
    return h(
        "div", {class: "composer-line phone-reply", key: draft}, h("input", {
            class: "text-input",
            type: "text",
            placeholder: "Reply by SMS",
            "aria-label": "Reply by SMS",
            value: app.ui.drafts.get(draft) ?? "",
            oninput: (event) => {
                app.ui.drafts.set(draft, (event.target as HTMLInputElement).value);
                app.redraw();
            },
            onkeydown: (event) => {
                const pressed = event as KeyboardEvent;
                if (pressed.key === "Enter" && !pressed.isComposing) {
                    event.preventDefault();
                    void send();
                }
            },
        }),
        h("button", {type: "button", class: "button button-primary", onclick: () => void send()}, "Send"));
}

function with_links(app: App, text: string): Child[] {
    return text.split(/(https?:\/\/[^\s<>"]+)/)
        .map((piece, i) => i % 2 === 0 ? piece : link(piece, [piece], app.text()));
}
