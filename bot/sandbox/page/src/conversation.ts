// A channel or direct message with its box, and the pane of one thread.
import type {App} from "./app.ts";
import {composer} from "./composer.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {link, name_of} from "./links.ts";
import {ephemeral, message} from "./message.ts";
import {plain} from "./mrkdwn.ts";
import type {Channel, Message, State} from "./protocol.ts";
import {iso_day, long_day, time_of_ts} from "./time.ts";

interface Row {
    ts: string;
    day: string;
    node: Element_;
    at: Date;
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

export function channel_pane(app: App, channel: Channel): Element_ {
    const place = {channel, thread_ts: null};
    const rows: Row[] = channel.messages.map((one) => ({
                                                 ts: one.ts,
                                                 at: new Date(one.at),
                                                 day: iso_day(new Date(one.at)),
                                                 node: message(app, place, one)
                                             }));
    for (const one of channel.ephemeral ?? []) {
        if (one.thread_ts === null || one.thread_ts === undefined) {
            const at = time_of_ts(one.ts);
            rows.push({ts: one.ts, at, day: iso_day(at), node: ephemeral(app, channel, one)});
        }
    }
    rows.sort((a, b) => a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);
    return h(
        "main", {class: "pane pane-channel", key: "conversation", "aria-label": title_of(channel, app.state)},
        h("header", {class: "pane-head"}, h("h2", null, title_of(channel, app.state)),
          h("span", {class: "pane-note"},
            channel.kind === "im" ? "Direct messages with Tocsin" : (channel.topic ?? "")),
          (channel.bookmarks ?? [])
              .map(
                  (one) => h(
                      "span", {class: "bookmark", key: one.title}, link(one.link, [one.title], app.text())))),
        h("div", {
            class: "scroller",
            key: `scroller ${channel.id}`,
            "data-stick": "",
            mount: to_end,
            tabindex: 0,
            role: "region",
            "aria-label": "Messages"
        },
          rows.length === 0 ? h("p", {class: "empty"}, empty_words(channel)) : with_days(rows)),
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

function empty_words(channel: Channel): string {
    return channel.kind === "im" ?
        "No messages yet. Tocsin writes here when it pages you. Type help to begin." :
        "No messages yet. Type /incident declare, or press ⚡ and choose Declare incident.";
}

function with_days(rows: Row[]): Child[] {
    const out: Child[] = [];
    let day = "";
    for (const row of rows) {
        if (row.day !== day) {
            day = row.day;
            out.push(h("div", {class: "day", key: `day ${day}`}, h("span", null, long_day(row.at))));
        }
        out.push(row.node);
    }
    return out;
}

export function thread_pane(app: App, channel: Channel, ts: string): Element_ {
    const parent = channel.messages.find((one) => one.ts === ts);
    const place = {channel, thread_ts: ts};
    const replies: Message[] = parent?.thread?.replies ?? [];
    const notes = (channel.ephemeral ?? []).filter((one) => one.thread_ts === ts);
    const rows =
        [
            ...replies.map((one) => ({ts: one.ts, node: message(app, place, one)})),
            ...notes.map((one) => ({ts: one.ts, node: ephemeral(app, channel, one)}))
        ]
            .sort(
                (a, b) => a.ts < b.ts ? -1 :
                    a.ts > b.ts       ? 1 :
                                        0);
    const close = (): void => {
        app.ui.thread = null;
        app.redraw();
    };
    const count = replies.length;
    return h(
        "aside", {class: "pane pane-thread", key: "thread", "aria-label": "Thread"},
        h("header", {class: "pane-head"}, h("h2", null, "Thread"),
          h("span", {class: "pane-note"},
            parent === undefined ? title_of(channel, app.state) : headline(parent)),
          h("button", {type: "button", class: "close", "aria-label": "Close the thread", onclick: close},
            "×")),
        h("div", {
            class: "scroller",
            key: `scroller ${channel.id} ${ts}`,
            "data-stick": "",
            mount: to_end,
            tabindex: 0,
            role: "region",
            "aria-label": "Messages of the thread"
        },
          parent === undefined ?
              h("p", {class: "empty"}, "The message that this thread belongs to is gone.") :
              message(app, place, parent),
          h("div", {class: "reply-count", key: "count"},
            h("span", null, `${count} ${count === 1 ? "reply" : "replies"}`)),
          rows.map((row) => row.node)),
        foot(app, channel, ts));
}

/** What a thread is about: the header of its first message, else its first words. */
function headline(one: Message): string {
    const header = one.blocks?.find((block) => block.type === "header");
    const words = header?.type === "header" ? plain(header.text.text) : plain(one.text);
    return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
