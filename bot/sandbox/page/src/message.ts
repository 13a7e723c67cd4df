// One message: who, when, what, its reactions, its thread, and the menu of things to do with it.
import type {App} from "./app.ts";
import {blocks} from "./blocks.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {name_of, user_mention} from "./links.ts";
import {editor, reactions, tools} from "./message_tools.ts";
import {mrkdwn, picture} from "./mrkdwn.ts";
import type {Channel, Ephemeral, Message} from "./protocol.ts";
import {ago, clock_time, full_time, time_of_ts} from "./time.ts";

export interface MessagePlace {
    channel: Channel;
    /** Set inside a thread's pane. */
    thread_ts: string|null;
}

export function message(app: App, place: MessagePlace, one: Message): Element_ {
    if (one.subtype !== undefined && one.subtype !== "") {
        return h(
            "div", {class: "said-by-slack", key: one.ts},
            h("div", {class: "text"}, user_mention(one.user, app.text()), " ",
              ...mrkdwn(without_author(one), app.text())),
            h("time", {datetime: one.at}, clock_time(new Date(one.at))));
    }
    const bot = one.user === app.state.team.bot_user || one.bot === true;
    const name = bot ? "Tocsin" : name_of(one.user, app.state);
    const at = new Date(one.at);
    const thread = place.thread_ts === null ? one.thread : null;
    return h(
        "article",
        {class: "message", key: one.ts, "aria-label": `${name} at ${clock_time(at)}`, "data-ts": one.ts},
        avatar(name, bot),
        h("div", {class: "message-main"},
          one.pinned === true && h("div", {class: "broadcast"}, picture("pushpin"), " Pinned"),
          one.broadcast_of !== null && one.broadcast_of !== undefined && place.thread_ts === null &&
              broadcast_line(app, place.channel, one.broadcast_of),
          h("div", {class: "message-head"}, h("strong", {class: "author"}, name),
            bot && h("span", {class: "app-badge"}, "APP"),
            h("time", {datetime: one.at, title: full_time(at)}, clock_time(at))),
          body(app, place, one), reactions(app, place.channel, one),
          thread !== null && thread !== undefined && thread.count > 0 &&
              thread_link(app, place.channel, one)),
        h("div", {class: "message-tools"}, tools(app, place, one, bot)));
}

/** Slack's own lines begin with a mention of their author. */
function without_author(one: Message): string { return one.text.replace(`<@${one.user}>`, "").trim(); }

export function avatar(name: string, bot: boolean): Element_ {
    const tone = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;
    return h(
        "span", {class: bot ? "avatar avatar-app" : `avatar avatar-${tone}`, "aria-hidden": "true"},
        name.slice(0, 1).toUpperCase());
}

function body(app: App, place: MessagePlace, one: Message): Child {
    const edit = app.ui.editing;
    if (edit?.channel === place.channel.id && edit.ts === one.ts) {
        return editor(app, place.channel, one);
    }
    const edited = one.edited === true && one.user !== app.state.team.bot_user &&
        h("span", {class: "edited"}, " (edited)");
    if (one.blocks !== undefined && one.blocks.length > 0) {
        const surface = {
            id: `${place.channel.id}/${one.ts}/${place.thread_ts === null ? "channel" : "thread"}`,
            address: {channel: place.channel.id, ts: one.ts},
            blocks: one.blocks,
            errors: {},
        };
        return [blocks(app, surface), edited];
    }
    return h("div", {class: "text"}, ...mrkdwn(one.text, app.text()), edited);
}

function broadcast_line(app: App, channel: Channel, ts: string): Element_ {
    const parent = channel.messages.find((candidate) => candidate.ts === ts);
    const open = (): void => app.open_thread(channel.id, ts);
    const first = parent?.text.split(/[.\n]/)[0] ?? "a thread";
    return h(
        "div", {class: "broadcast"}, "replied to a thread: ",
        h("button", {type: "button", class: "link", onclick: open}, ...mrkdwn(first, app.text())));
}

function thread_link(app: App, channel: Channel, one: Message): Element_ {
    const count = one.thread?.count ?? 0;
    const latest = one.thread?.latest;
    const open = app.ui.thread?.ts === one.ts;
    const words = `${count} ${count === 1 ? "reply" : "replies"}`;
    return h(
        "button", {
            type: "button",
            class: "link thread-link",
            "aria-expanded": open ? "true" : "false",
            onclick: () => app.open_thread(channel.id, one.ts),
        },
        latest === null || latest === undefined ? words :
                                                  `${words} · last one ${clock_time(latest_time(latest))}`);
}

function latest_time(latest: string): Date {
    return /^\d+\.\d+$/.test(latest) ? time_of_ts(latest) : new Date(latest);
}

/** What only you can see: gone after Dismiss, and never in anybody's history. */
export function ephemeral(app: App, channel: Channel, one: Ephemeral): Element_ {
    const surface = {
        id: `ephemeral/${one.id}`,
        address: {channel: channel.id, ephemeral: one.id},
        blocks: one.blocks ?? [],
        errors: {}
    };
    return h(
        "article",
        {class: "message ephemeral", key: `ephemeral ${one.id}`, "aria-label": "Tocsin, only visible to you"},
        avatar("Tocsin", true),
        h("div", {class: "message-main"},
          h("div", {class: "only-you"}, h("span", {"aria-hidden": "true"}, "👁 "), "Only visible to you",
            h("time", {datetime: time_of_ts(one.ts).toISOString()},
              ` · ${ago(time_of_ts(one.ts), app.now())}`),
            h("button",
              {type: "button", class: "link", onclick: () => void app.act("dismiss", {ephemeral: one.id})},
              "Dismiss")),
          surface.blocks.length > 0 ? blocks(app, surface) :
                                      h("div", {class: "text"}, ...mrkdwn(one.text, app.text()))));
}
