// A channel or direct message with its box, and the pane of one thread.
import {open_desk} from "./alert_desk.ts";
import type {App} from "./app.ts";
import {composer} from "./composer.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {link, name_of} from "./links.ts";
import {ephemeral, message} from "./message.ts";
import {plain} from "./mrkdwn.ts";
import type {Channel, Message, State} from "./protocol.ts";
import {iso_day, long_day, time_of_ts} from "./time.ts";
import {start_tour} from "./tour.ts";

/** More lines than this are drawn only when asked for: every new state draws them again. */
const shown_at_first = 150;

/** A message, or what only this person sees. */
interface Line {
    ts: string;
    at: Date;
    draw: () => Element_;
}

/** How a channel is called: #incidents, or the people of a direct message. */
export function title_of(channel: Channel, state: State): string {
    if (channel.kind === "channel") {
        return `${channel.private ? "🔒" : "#"} ${channel.name}`;
    }
    if (channel.kind === "im") {
        return "Tocsin";
    }
    const others =
        (channel.members ?? []).filter((user) => user !== state.you).map((user) => name_of(user, state));
    return others.length > 0 ? others.join(", ") : channel.name;
}

/** Shows the newest line when the pane opens; afterwards main.ts keeps it there while the reader is there. */
function to_end(scroller: HTMLElement): void { scroller.scrollTop = scroller.scrollHeight; }

function lines_of(app: App, channel: Channel, thread_ts: string|null, messages: Message[]): Line[] {
    const notes = (channel.ephemeral ?? []).filter((one) => (one.thread_ts ?? null) === thread_ts);
    const place = {channel, thread_ts};
    return [
        ...messages.map((one) => ({ts: one.ts, at: new Date(one.at), draw: () => message(app, place, one)})),
        ...notes.map(
            (one) => ({ts: one.ts, at: time_of_ts(one.ts), draw: () => ephemeral(app, channel, one)})),
    ].sort((a, b) => Number(a.ts > b.ts) - Number(a.ts < b.ts));
}

/** The newest lines, and a door to the older ones. */
function newest(app: App, key: string, lines: Line[], draw: (lines: Line[]) => Child[]): Child[] {
    const older = app.ui.folded.get(key) === false ? 0 : Math.max(0, lines.length - shown_at_first);
    const show = (): void => {
        app.ui.folded.set(key, false);
        app.redraw();
    };
    const door = older > 0 &&
        h("p", {class: "empty", key: "older"},
          h("button", {type: "button", class: "button", onclick: show}, `Show ${older} older messages`));
    return [door, draw(lines.slice(older))];
}

function scroller(key: string, label: string, children: Child[]): Element_ {
    return h(
        "div", {
            class: "scroller",
            key: `scroller ${key}`,
            "data-stick": "",
            mount: to_end,
            tabindex: 0,
            role: "region",
            "aria-label": label
        },
        ...children);
}

export function channel_pane(app: App, channel: Channel): Element_ {
    const lines = lines_of(app, channel, null, channel.messages);
    const title = title_of(channel, app.state);
    const bookmarks = (channel.bookmarks ?? []).map((one) => {
        return h("span", {class: "bookmark", key: one.title}, link(one.link, [one.title], app.text()));
    });
    return h(
        "main", {class: "pane pane-channel", key: "conversation", "aria-label": title},
        h("header", {class: "pane-head"}, h("h2", null, title),
          h("span", {class: "pane-note"},
            channel.kind === "im" ? "Direct messages with Tocsin" : (channel.topic ?? "")),
          bookmarks),
        scroller(
            channel.id, "Messages",
            lines.length === 0 ? [empty(app, channel)] :
                                 newest(app, `older ${channel.id}`, lines, with_days)),
        foot(app, channel, null));
}

/** The box to write in; for people outside of the channel, the door instead. */
function foot(app: App, channel: Channel, thread_ts: string|null): Element_ {
    if (channel.archived === true) {
        return h(
            "p", {class: "composer-closed"}, "This channel is archived. It can be read, not written to.");
    }
    if (channel.members?.includes(app.state.you) === false) {
        return h(
            "div", {class: "composer-closed"}, `You are not in ${title_of(channel, app.state)}. `,
            h("button", {
                type: "button",
                class: "button button-primary",
                onclick: () => void app.act("join", {channel: channel.id})
            },
              "Join channel"));
    }
    return composer(app, channel, thread_ts);
}

function empty(app: App, channel: Channel): Element_ {
    if (channel.kind === "im") {
        return h(
            "p", {class: "empty"},
            "No messages yet. Tocsin writes here when it pages you. Type help to begin.");
    }
    return h(
        "div", {class: "empty", key: "empty"},
        h("p", null, "No messages yet. Type /incident declare, or press ⚡ and choose Declare incident."),
        h("p", {class: "empty-offers"},
          h("button", {type: "button", class: "button", key: "tour", onclick: () => start_tour(app)},
            "Take the guided tour"),
          h("button", {type: "button", class: "button", key: "alert", onclick: () => open_desk(app)},
            "Send a test alert")));
}

function with_days(lines: Line[]): Child[] {
    const out: Child[] = [];
    let day = "";
    for (const line of lines) {
        if (iso_day(line.at) !== day) {
            day = iso_day(line.at);
            out.push(h("div", {class: "day", key: `day ${day}`}, h("span", null, long_day(line.at))));
        }
        out.push(line.draw());
    }
    return out;
}

export function thread_pane(app: App, channel: Channel, ts: string): Element_ {
    const parent = channel.messages.find((one) => one.ts === ts);
    const replies = parent?.thread?.replies ?? [];
    const lines = lines_of(app, channel, ts, replies);
    const close = (): void => {
        app.ui.thread = null;
        app.redraw();
    };
    const count = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
    return h(
        "aside", {class: "pane pane-thread", key: "thread", "aria-label": "Thread"},
        h("header", {class: "pane-head"}, h("h2", null, "Thread"),
          h("span", {class: "pane-note"},
            parent === undefined ? title_of(channel, app.state) : headline(parent)),
          h("button", {type: "button", class: "close", "aria-label": "Close the thread", onclick: close},
            "×")),
        scroller(
            `${channel.id} ${ts}`, "Messages of the thread",
            [
                parent === undefined ?
                    h("p", {class: "empty"}, "The message that this thread belongs to is gone.") :
                    message(app, {channel, thread_ts: ts}, parent),
                h("div", {class: "reply-count", key: "count"}, h("span", null, count)),
                newest(app, `older ${ts}`, lines, (shown) => shown.map((line) => line.draw())),
            ]),
        foot(app, channel, ts));
}

/** What a thread is about: the header of its first message, else its first words. */
function headline(one: Message): string {
    const header = one.blocks?.find((block) => block.type === "header");
    const words = header?.type === "header" ? plain(header.text.text) : plain(one.text);
    return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
