// `external_select`: a field with type-ahead whose options the app sends. Each keystroke asks again; an
// answer to an older question is dropped.
import type {Option, OptionGroup} from "@slack/types";

import type {App, Suggestions, Surface} from "./app.ts";
import {type Child, type Element_, h, type Props} from "./dom.ts";
import {field_key, type FieldElement, type FieldValue} from "./fields.ts";
import type {Labelling} from "./inputs.ts";
import {plain} from "./mrkdwn.ts";
import {choose} from "./press.ts";

const max_shown_options = 100;

export function combobox(
    app: App, surface: Surface, block_id: string, element: FieldElement, value: FieldValue,
    labelling: Labelling, props: Props): Element_ {
    const key = field_key(surface.id, block_id, element.action_id ?? "");
    const list_id = `list-${key.replace(/[^A-Za-z0-9_-]/g, "-")}`;
    const open = app.ui.suggestions?.key === key ? app.ui.suggestions : null;
    const chosen = value.selected_option as Option | null;
    const shortest = Number(element.min_query_length ?? 3);

    const ask = async(typed: string): Promise<void> => {
        app.ui.suggestions = {
            key,
            typed,
            options: open?.options ?? [],
            selected: -1,
            waiting: typed.length >= shortest,
            trouble: null
        };
        app.redraw();
        if (typed.length < shortest) {
            return;
        }
        const answer =
            await app.act("suggest", {...surface.address, block_id, action_id: element.action_id, typed});
        const now = app.ui.suggestions as Suggestions | null;
        if (now?.key !== key || now.typed !== typed) {
            return;
        }
        const options = read_options(answer);
        app.ui.suggestions = {
            ...now,
            options,
            waiting: false,
            trouble: answer.ok ? (options.length === 0 ? "No result" : null) : "Results could not be loaded"
        };
        app.redraw();
    };
    const close = (): void => {
        app.ui.suggestions = null;
        app.redraw();
    };
    const take = (option: unknown): void => {
        app.ui.suggestions = null;
        choose(
            app, surface, block_id, element, labelling.acts, {type: element.type, selected_option: option});
    };
    const on_key = (event: Event): void => {
        const pressed = (event as KeyboardEvent).key;
        if (open === null) {
            if (pressed === "ArrowDown") {
                event.preventDefault();
                void ask("");
            }
            return;
        }
        if (pressed === "ArrowDown" || pressed === "ArrowUp") {
            event.preventDefault();
            const step = pressed === "ArrowDown" ? 1 : -1;
            const count = Math.max(1, open.options.length);
            app.ui.suggestions = {...open, selected: (open.selected + step + count) % count};
            app.redraw();
        } else if (pressed === "Enter") {
            event.preventDefault();
            const row = open.options[Math.max(0, open.selected)];
            if (row !== undefined && !open.waiting) {
                take(row.option);
            }
        } else if (pressed === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
        }
    };
    const text = open !== null ? open.typed : chosen === null ? "" : plain(chosen.text.text);
    const hint = (element.placeholder as {text?: string} | undefined)?.text;
    const field = h("input", {
        ...props,
        class: "text-input combobox-input",
        type: "text",
        role: "combobox",
        autocomplete: "off",
        "aria-expanded": open === null ? "false" : "true",
        "aria-controls": open === null ? null : list_id,
        "aria-autocomplete": "list",
        "aria-activedescendant": open !== null && open.selected >= 0 ? `${list_id}-${open.selected}` : null,
        placeholder: open !== null && chosen !== null ? plain(chosen.text.text) :
            hint === undefined                        ? "Choose" :
                                                        plain(hint),
        value: text,
        onclick: () => open === null && void ask(""),
        oninput: (event) => void ask((event.target as HTMLInputElement).value),
        onkeydown: on_key,
        onblur: close,
    });
    const clear = chosen !== null &&
        h("button", {
                      type: "button",
                      class: "combobox-clear",
                      "aria-label": `Clear ${plain(chosen.text.text)}`,
                      onclick: () => take(null),
                  },
          "×");
    return h(
        "div", {class: "combobox", key: `box ${key}`}, field, clear,
        open !== null && options_list(open, list_id, shortest, take));
}

function options_list(
    open: Suggestions, list_id: string, shortest: number, take: (option: unknown) => void): Element_ {
    const rows: Child[] = [];
    let group: string|null = null;
    open.options.forEach((row, i) => {
        if (row.group !== null && row.group !== group) {
            rows.push(
                h("li", {class: "option-group", role: "presentation", key: `group ${row.group}`}, row.group));
        }
        group = row.group;
        rows.push(
            h("li", {
                id: `${list_id}-${i}`,
                key: `option ${row.value}`,
                role: "option",
                class: i === open.selected ? "option option-selected" : "option",
                "aria-selected": i === open.selected ? "true" : "false",
                // Before the field loses the focus, which would close the list.
                onmousedown: (event) => {
                    event.preventDefault();
                    take(row.option);
                },
            },
              row.label));
    });
    const message = open.waiting     ? "Loading …" :
        open.typed.length < shortest ? `Type at least ${shortest} characters` :
                                       open.trouble;
    return h(
        "div", {class: "options"}, h("ul", {id: list_id, role: "listbox", "aria-label": "Results"}, rows),
        message !== null && h("div", {class: "options-message", role: "status"}, message));
}

function read_options(answer: Record<string, unknown>): Suggestions["options"] {
    const rows = (options: Option[], group: string|null): Suggestions["options"] =>
        options.map((option) => ({value: option.value ?? "", label: plain(option.text.text), group, option}));
    const groups = answer.option_groups as OptionGroup[] | undefined;
    const all = groups === undefined ?
        rows((answer.options as Option[] | undefined) ?? [], null) :
        groups.flatMap((group) => rows(group.options, plain(group.label.text)));
    return all.slice(0, max_shown_options);
}
