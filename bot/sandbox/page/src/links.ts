// Links and mentions inside texts. Foreign addresses open in a new tab without telling who sent the reader;
// only http, https and mailto are ever linked.
import {type Child, type Element_, h} from "./dom.ts";
import type {State} from "./protocol.ts";

/** What a text needs to know about where it is shown. */
export interface TextContext {
    state: State;
    now: Date;
    /** Opens a thread of this workspace. */
    open_thread(channel: string, ts: string): void;
}

export function is_safe_address(url: string): boolean { return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url); }

/** The thread that an address of this workspace's archive points to. */
export function thread_of(url: string, state: State): {channel: string; ts: string}|null {
    const found = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?.*)?$/.exec(url);
    if (found === null || found[1] === undefined ||
        !state.channels.some((channel) => channel.id === found[1])) {
        return null;
    }
    const parent = /[?&]thread_ts=(\d{10}\.\d{6})/.exec(url)?.[1];
    return {channel: found[1], ts: parent ?? `${found[2]}.${found[3]}`};
}

export function link(url: string, label: Child[], context: TextContext): Element_|string {
    if (!is_safe_address(url)) {
        return h("span", null, ...label, ` (${url})`);
    }
    const thread = thread_of(url, context.state);
    if (thread !== null) {
        const go = (event: Event): void => {
            event.preventDefault();
            context.open_thread(thread.channel, thread.ts);
        };
        return h("a", {href: url, onclick: go}, ...label);
    }
    return h("a", {href: url, target: "_blank", rel: "noopener noreferrer"}, ...label);
}

export function name_of(user: string, state: State): string {
    if (user === state.team.bot_user) {
        return "Tocsin";
    }
    return state.people.find((person) => person.id === user)?.name ?? user;
}

export function user_mention(user: string, context: TextContext): Element_ {
    const me = user === context.state.you;
    return h(
        "span", {class: me ? "mention mention-me" : "mention"},
        `@${name_of(user, context.state).toLowerCase()}`);
}

export function channel_mention(id: string, context: TextContext): Element_ {
    const name = context.state.channels.find((channel) => channel.id === id)?.name;
    return h("span", {class: "mention"}, `#${name ?? "a private channel"}`);
}

/** A group of people by its ID, or @here and its kin by their word. */
export function group_mention(which: string, context: TextContext): Element_ {
    const handle = context.state.groups?.find((group) => group.id === which)?.handle;
    return h("span", {class: "mention mention-me"}, `@${handle ?? which}`);
}
