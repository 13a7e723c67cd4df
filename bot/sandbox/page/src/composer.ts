// The box where people type: messages, and slash commands with completion from the bot's own grammar. In a
// thread it refuses slash commands, as Slack does.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {menu} from "./menu.ts";
import type {Channel, State} from "./protocol.ts";

interface Row {
    /** What the box holds once the row is taken. */
    text: string;
    strong: string;
    usage: string;
    summary: string;
}

const max_rows = 40;

/** Completions for what is typed; none once the verb is complete. */
export function completions(typed: string, in_thread: boolean, state: State): Row[] {
    const mention = /(^|\s)@(\w*)$/.exec(typed);
    if (mention !== null) {
        const start = typed.slice(0, typed.length - (mention[2]?.length ?? 0));
        const names = [{name: "Tocsin", about: "the bot"}, ...state.people];
        return names
            .filter((person) => person.name.toLowerCase().startsWith((mention[2] ?? "").toLowerCase()))
            .map((person) => ({
                     text: `${start}${person.name.toLowerCase()} `,
                     strong: `@${person.name.toLowerCase()}`,
                     usage: "",
                     summary: person.about
                 }));
    }
    const slash = /^(\/\S*)(?:\s+(\S*))?$/.exec(typed);
    if (slash === null || in_thread) {
        return [];
    }
    const [, name = "", verb] = slash;
    return state.commands
        .filter((command) => verb === undefined ? command.name.startsWith(name) : command.name === name)
        .flatMap(
            (command) => command.verbs.filter((one) => one.name.startsWith((verb ?? "").toLowerCase()))
                             .map((one) => ({
                                      text: `${command.name} ${one.name} `,
                                      strong: `${command.name} ${one.name}`,
                                      usage: one.usage,
                                      summary: one.summary,
                                  })))
        .slice(0, max_rows);
}

/** The usage of the verb that is being filled in. */
function usage_hint(typed: string, state: State): string|null {
    const words = typed.split(/\s+/);
    const command = state.commands.find((one) => one.name === words[0]);
    const verb = command?.verbs.find((one) => one.name === words[1]?.toLowerCase());
    if (command === undefined || words.length < 3 || verb === undefined) {
        return null;
    }
    return `${command.name} ${verb.name} ${verb.usage}`.trim();
}

export function composer(app: App, channel: Channel, thread_ts: string|null): Element_ {
    const key = `${channel.id} ${thread_ts ?? ""}`;
    const id = `composer-${thread_ts === null ? "channel" : "thread"}`;
    const typed = app.ui.drafts.get(key) ?? "";
    const open = app.ui.completion?.composer === key ? app.ui.completion : null;
    const rows = open === null ? [] : completions(typed, thread_ts !== null, app.state);
    const hint = thread_ts === null ? usage_hint(typed, app.state) : null;

    const write = (text: string): void => {
        app.ui.drafts.set(key, text);
        app.ui.completion = {composer: key, selected: -1};
        app.redraw();
    };
    const send = async(): Promise<void> => {
        const text = (app.ui.drafts.get(key) ?? "").trim();
        const slash = text.startsWith("/");
        if (text === "") {
            return;
        }
        if (slash && thread_ts !== null) {
            app.ui.note =
                `${text.split(/\s/)[0]} is not supported in threads. Write @Tocsin and the command instead.`;
            app.redraw();
            return;
        }
        app.ui.drafts.delete(key);
        app.ui.completion = null;
        app.redraw();
        const members = {channel: channel.id, text, ...(thread_ts === null ? {} : {thread_ts})};
        const answer = await app.act(slash ? "slash" : "message", members);
        if (!answer.ok && !app.ui.drafts.has(key)) {
            app.ui.drafts.set(key, text);
            app.redraw();
        }
    };
    const on_key = (event: Event): void => {
        const pressed = event as KeyboardEvent;
        const selected = open?.selected ?? -1;
        if (pressed.isComposing) {
            return;
        }
        if (rows.length > 0 && (pressed.key === "ArrowDown" || pressed.key === "ArrowUp")) {
            event.preventDefault();
            const step = pressed.key === "ArrowDown" ? 1 : -1;
            app.ui.completion = {
                composer: key,
                selected: selected < 0 && step < 0 ? rows.length - 1 :
                                                     (selected + step + rows.length) % rows.length
            };
            app.redraw();
            requestAnimationFrame(
                () => document.querySelector(".completion-selected")?.scrollIntoView({block: "nearest"}));
        } else if (
            rows.length > 0 &&
            ((pressed.key === "Tab" && !pressed.shiftKey) || (pressed.key === "Enter" && selected >= 0))) {
            event.preventDefault();
            write(rows[Math.max(0, selected)]?.text ?? typed);
        } else if (rows.length > 0 && pressed.key === "Escape") {
            app.ui.completion = null;
            app.redraw();
        } else if (pressed.key === "Enter" && !pressed.shiftKey) {
            event.preventDefault();
            void send();
        }
    };
    const label = thread_ts !== null ?
        "Reply in the thread" :
        `Message or /incident in ${channel.kind === "channel" ? `#${channel.name}` : "this direct message"}`;
    const field = h("textarea", {
        id,
        class: "composer-input",
        rows: Math.min(6, typed.split("\n").length),
        placeholder: thread_ts !== null ? "Reply, or @Tocsin update …" : "Message or /incident …",
        "aria-label": label,
        // Many lines are a textbox, never a combobox: screen readers hear of the list by these two.
        "aria-autocomplete": "list",
        "aria-haspopup": "listbox",
        "aria-controls": rows.length > 0 ? `${id}-list` : null,
        "aria-activedescendant":
            open !== null && open.selected >= 0 && rows.length > 0 ? `${id}-row-${open.selected}` : null,
        value: typed,
        oninput: (event) => write((event.target as HTMLTextAreaElement).value),
        onkeydown: on_key,
        onblur: () => {
            if (app.ui.completion?.composer === key) {
                app.ui.completion = null;
                app.redraw();
            }
        },
    });
    return h(
        "div", {class: "composer", key: `composer ${key}`},
        rows.length > 0 && completion_list(id, rows, open?.selected ?? -1, write),
        hint !== null && rows.length === 0 && h("div", {class: "usage-hint"}, hint),
        h("div", {class: "composer-line"}, thread_ts === null && shortcuts(app), field,
          h("button", {type: "button", class: "button button-primary", onclick: () => void send()}, "Send")));
}

function completion_list(id: string, rows: Row[], selected: number, write: (text: string) => void): Element_ {
    return h(
        "ul", {class: "completion", id: `${id}-list`, role: "listbox", "aria-label": "Completions"},
        rows.map(
            (row, i) =>
                h("li", {
                    key: row.strong,
                    id: `${id}-row-${i}`,
                    role: "option",
                    "aria-selected": i === selected ? "true" : "false",
                    class: i === selected ? "completion-row completion-selected" : "completion-row",
                    onmousedown: (event) => {
                        event.preventDefault();
                        write(row.text);
                    },
                },
                  h("span", null, h("strong", null, row.strong), row.usage === "" ? "" : ` ${row.usage}`),
                  h("span", {class: "completion-summary"}, row.summary))));
}

/** The lightning menu: what the app offers everywhere. */
function shortcuts(app: App): Child {
    const items = app.state.shortcuts.filter((shortcut) => shortcut.type === "global")
                      .map((shortcut) => ({
                               key: shortcut.callback_id,
                               label: shortcut.name,
                               description: "Tocsin",
                               go: () => void app.act("shortcut", {callback_id: shortcut.callback_id}),
                           }));
    return items.length === 0 ?
        null :
        menu(app, {name: "shortcuts", class: "button button-icon", label: "Shortcuts", face: "⚡"}, items);
}
