// What people do to a message: react, reply in a thread, use a message shortcut, edit and delete.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {picker_names} from "./emoji.ts";
import {name_of} from "./links.ts";
import {menu, type MenuItem} from "./menu.ts";
import type {MessagePlace} from "./message.ts";
import {picture} from "./mrkdwn.ts";
import type {Channel, Message} from "./protocol.ts";

/** The buttons over a message: react, reply, the app's message shortcuts, edit and delete one's own. */
export function tools(app: App, place: MessagePlace, one: Message, bot: boolean): Child[] {
    const {channel} = place;
    const where = `${channel.id} ${one.ts} ${place.thread_ts ?? "channel"}`;
    const mine = one.user === app.state.you;
    const items: MenuItem[] = [];
    if (place.thread_ts === null) {
        items.push({
            key: "reply",
            label: "Reply in thread",
            go: () => app.open_thread(channel.id, one.broadcast_of ?? one.ts)
        });
    }
    for (const shortcut of app.state.shortcuts.filter((candidate) => candidate.type === "message")) {
        items.push({
            key: shortcut.callback_id,
            label: shortcut.name,
            description: "Tocsin",
            go: () => void app.act(
                "message_shortcut", {callback_id: shortcut.callback_id, channel: channel.id, ts: one.ts}),
        });
    }
    if (mine && !bot) {
        items.push({
            key: "edit",
            label: "Edit message",
            go: () => {
                app.ui.editing = {channel: channel.id, ts: one.ts};
                app.redraw();
            }
        });
        items.push({
            key: "delete",
            label: "Delete message",
            danger: true,
            go: () => void app.act("delete", {channel: channel.id, ts: one.ts})
        });
    }
    return [
        menu(
            app, {name: `react ${where}`, class: "tool", label: "Add a reaction", face: "☺", grid: true},
            picker_names.map(
                (name) => ({key: name, label: picture(name), go: () => react(app, channel, one, name)}))),
        menu(app, {name: `more ${where}`, class: "tool", label: "Message menu", face: "⋯"}, items),
    ];
}

/** The reactions under a message; a press adds or takes back one's own. */
export function reactions(app: App, channel: Channel, one: Message): Child {
    if (one.reactions === undefined || one.reactions.length === 0) {
        return null;
    }
    return h("div", {class: "reactions"}, one.reactions.map((reaction) => {
        const mine = reaction.users.includes(app.state.you);
        const who = reaction.users.map((user) => name_of(user, app.state)).join(", ");
        return h(
            "button", {
                type: "button",
                key: reaction.name,
                class: mine ? "reaction reaction-mine" : "reaction",
                "aria-pressed": mine ? "true" : "false",
                "aria-label": `${reaction.name.replace(/_/g, " ")}, ${reaction.users.length}: ${who}`,
                title: `${who} reacted with :${reaction.name}:`,
                onclick: () => react(app, channel, one, reaction.name),
            },
            picture(reaction.name), ` ${reaction.users.length}`);
    }));
}

function react(app: App, channel: Channel, one: Message, name: string): void {
    const mine =
        one.reactions?.find((reaction) => reaction.name === name)?.users.includes(app.state.you) ?? false;
    void app.act(mine ? "unreact" : "react", {channel: channel.id, ts: one.ts, name});
}

/** A box in place of the text while its author changes it. */
export function editor(app: App, channel: Channel, one: Message): Element_ {
    const key = `edit ${one.ts}`;
    const close = (): void => {
        app.ui.editing = null;
        app.ui.drafts.delete(key);
        app.redraw();
    };
    const save = (event: Event): void => {
        event.preventDefault();
        void app.act("edit", {channel: channel.id, ts: one.ts, text: app.ui.drafts.get(key) ?? one.text});
        close();
    };
    return h(
        "form", {class: "editor", onsubmit: save}, h("textarea", {
            class: "text-input",
            rows: 2,
            "aria-label": "Edit message",
            value: app.ui.drafts.get(key) ?? one.text,
            oninput: (event) => app.ui.drafts.set(key, (event.target as HTMLTextAreaElement).value),
            onkeydown: (event) => (event as KeyboardEvent).key === "Escape" && close(),
            mount: (field) => field.focus(),
        }),
        h("div", {class: "editor-buttons"},
          h("button", {type: "button", class: "button", onclick: close}, "Cancel"),
          h("button", {type: "submit", class: "button button-primary"}, "Save")));
}
