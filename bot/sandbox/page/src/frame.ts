// Around the conversation: the bar with person and clock, the sidebar with places and tools, notes and
// toasts.
import {open_desk} from "./alert_desk.ts";
import type {App, Panel, Place} from "./app.ts";
import {title_of} from "./conversation.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {open_call} from "./phone.ts";
import type {Person} from "./protocol.ts";
import {clock_time, full_time} from "./time.ts";
import {end_tour, start_tour} from "./tour.ts";

export function top_bar(app: App): Element_ {
    const {state} = app;
    const next = state.next_event ?? null;
    const advance = (seconds: number): void => void app.act("clock", {advance_s: seconds});
    const toggle = (): void => {
        app.ui.sidebar_open = !app.ui.sidebar_open;
        app.redraw();
    };
    const next_words =
        next === null ? "No next event" : `Next: ${next.what} at ${clock_time(new Date(next.at))}`;
    return h(
        "header", {class: "top-bar", key: "top"},
        h("button", {
            type: "button",
            class: "places-button",
            "aria-expanded": app.ui.sidebar_open ? "true" : "false",
            "aria-controls": "places",
            onclick: toggle
        },
          "☰ Places"),
        phone_button(app), h("h1", null, "Tocsin sandbox"),
        h("span", {class: "tagline"}, "Nothing here leaves this machine"),
        h("label", {class: "you-are"}, "You are ",
          h("select",
            {value: app.me, onchange: (event) => app.become((event.target as HTMLSelectElement).value)},
            state.people.map(
                (person) => h("option", {value: person.id, key: person.id}, full_name(person))))),
        h("div", {class: "clock", role: "group", "aria-label": "The sandbox's clock"},
          h("time", {datetime: app.now().toISOString().slice(0, 19) + "Z"}, full_time(app.now())),
          h("button", {type: "button", onclick: () => advance(60)}, "+1 min"),
          h("button", {type: "button", onclick: () => advance(600)}, "+10 min"),
          h("button", {
              type: "button",
              class: "next-event",
              disabled: next === null,
              title: next_words,
              onclick: () => void app.act("next_event")
          },
            h("span", null, next_words))));
}

/** What the demo plays, for whoever watches. */
export function narration(app: App): Child {
    const words = app.state.narration ?? "";
    return words === "" ? null : h("p", {class: "narration", key: "narration", role: "status"}, words);
}

/** Shown where there is no room for the phone beside the conversation. */
function phone_button(app: App): Child {
    if (app.state.phone === undefined) {
        return null;
    }
    const toggle = (): void => {
        app.ui.phone_open = !app.ui.phone_open;
        app.redraw();
    };
    return h(
        "button", {
            type: "button",
            class: "phone-button",
            "aria-expanded": app.ui.phone_open ? "true" : "false",
            "aria-controls": "phone",
            onclick: toggle
        },
        open_call(app)?.state === "ringing" ? "☎ Phone rings" : "☎ Phone");
}

export function sidebar(app: App): Element_ {
    const {channels} = app.state;
    const list = (kind: (channel: (typeof channels)[number]) => boolean): Child[] =>
        channels.filter(kind).map(
            (channel) =>
                item(app, title_of(channel, app.state), {kind: "channel", id: channel.id}, channel.unread));
    const direct = list((channel) => channel.kind !== "channel");
    const sockets = app.state.socket.connections;
    return h(
        "nav", {
            class: app.ui.sidebar_open ? "sidebar sidebar-open" : "sidebar",
            id: "places",
            key: "sidebar",
            "aria-label": "Places"
        },
        h("h2", null, "Channels"), h("ul", null, list((channel) => channel.kind === "channel")),
        direct.length > 0 && h("h2", null, "Direct messages"), direct.length > 0 && h("ul", null, direct),
        h("h2", null, "Apps"), h("ul", null, item(app, "Tocsin Home", {kind: "home"}, 0)),
        h("h2", null, "Sandbox"),
        h("ul", null, tour_tool(app), tool(app, "Send a test alert", "alerts"),
          tool(app, "Trouble …", "trouble"), tool(app, "Inspector", "inspector"),
          tool(app, "Differences to Slack", "differences"), tool(app, "Reset …", "reset")),
        h("p", {class: sockets > 0 ? "bot-state" : "bot-state bot-away"},
          sockets > 0 ? `Bot connected, ${sockets} ${sockets === 1 ? "socket" : "sockets"}` :
                        "Bot not connected"));
}

function item(app: App, label: string, place: Place, unread: number): Element_ {
    const here = app.ui.place.kind === place.kind &&
        (place.kind === "home" || (app.ui.place.kind === "channel" && app.ui.place.id === place.id));
    return h(
        "li", {key: place.kind === "home" ? "home" : place.id},
        h("button", {
            type: "button",
            id: `place-${place.kind === "home" ? "home" : place.id}`,
            class: `${here ? "here " : ""}${unread > 0 ? "unread" : ""}`.trim(),
            "aria-current": here ? "page" : null,
            onclick: () => app.go(place),
        },
          h("span", null, label),
          unread > 0 &&
              h("span", {class: "badge"}, String(unread), h("span", {class: "unseen"}, " unread"))));
}

const panes: Panel[] = ["alerts", "inspector"];  // beside the conversation; the others are dialogs

function tool(app: App, label: string, panel: Panel): Element_ {
    const open = app.ui.panel === panel;
    const toggle = (): void => {
        if (panel === "alerts" && !open) {
            open_desk(app);
            return;
        }
        app.ui.panel = open ? null : panel;
        app.ui.sidebar_open = false;
        app.redraw();
    };
    return h(
        "li", {key: panel},
        h("button", {
            type: "button",
            id: `tool-${panel}`,
            "aria-pressed": panes.includes(panel) ? String(open) : null,
            onclick: toggle,
        },
          h("span", null, label)));
}

function tour_tool(app: App): Element_ {
    const on = app.ui.tour !== null;
    const toggle = (): void => {
        app.ui.sidebar_open = false;
        on ? end_tour(app) : start_tour(app);
    };
    return h(
        "li", {key: "tour"},
        h("button", {type: "button", "aria-pressed": String(on), onclick: toggle},
          h("span", null, "Guided tour")));
}

/** Dana, primary on call. Guests are called what they are. */
function full_name(person: Person): string {
    const plain = person.about === "" || person.about.toLowerCase() === person.name.toLowerCase();
    return plain ? person.name : `${person.name}, ${person.about}`;
}

/** What Slack or the page has to say, at the foot of the window. */
export function notes(app: App): Element_ {
    const toast = app.state.toast ?? null;
    const drop_note = (): void => {
        app.ui.note = null;
        app.redraw();
    };
    return h(
        "div", {class: "notes", key: "notes", role: "status"},
        app.ui.link === "lost" &&
            h("div", {class: "note note-lost", key: "lost"}, "The sandbox does not answer. Trying again …"),
        toast !== null &&
            note(`toast ${toast.id}`, toast.text, () => void app.act("dismiss", {toast: toast.id})),
        app.ui.note !== null && note("note", app.ui.note, drop_note));
}

function note(key: string, words: string, close: () => void): Element_ {
    return h(
        "div", {class: "note", key}, h("span", null, words),
        h("button", {type: "button", class: "close", "aria-label": "Dismiss", onclick: close}, "×"));
}
