// Elements that hold a value: texts, selects, radio buttons, checkboxes, dates. They stand in forms, and in
// messages and Home, where choosing acts at once.
import type {Option} from "@slack/types";

import type {App, Surface} from "./app.ts";
import {combobox} from "./combobox.ts";
import {type Child, type Element_, h, type Props} from "./dom.ts";
import {current_value, type FieldElement, type FieldValue} from "./fields.ts";

import {inline, plain} from "./mrkdwn.ts";
import {choose, press_current} from "./press.ts";
import {select} from "./selects.ts";
import {from_input, to_input} from "./time.ts";

/** How a field is labelled and described by what stands around it. */
export interface Labelling {
    /** The element presses at once when it changes. */
    acts: boolean;
    /** The accessible name where no label element names it. */
    label: string|null;
    id: string|null;
    described_by: string|null;
    invalid: boolean;
}

/** One element with everything that its drawing needs. */
export interface Field {
    app: App;
    surface: Surface;
    block_id: string;
    element: FieldElement;
    value: FieldValue;
    labelling: Labelling;
    props: Props;
}

export function input_element(
    app: App, surface: Surface, block_id: string, element: FieldElement, labelling: Labelling): Child {
    const value = current_value(app, surface, block_id, element);
    if (value === null) {
        return h("p", {class: "unknown"}, `The sandbox does not show "${element.type}" elements.`);
    }
    const props: Props = {
        key: `${block_id} ${element.action_id ?? ""}`,
        id: labelling.id,
        "aria-label": labelling.label,
        "aria-describedby": labelling.described_by,
        "aria-invalid": labelling.invalid ? "true" : null,
        "data-focus": element.focus_on_load === true ? "first" : null,
    };
    const field = {app, surface, block_id, element, value, labelling, props};
    switch (element.type) {
        case "plain_text_input":
        case "email_text_input":
        case "url_text_input":
        case "number_input":
            return text_input(field);
        case "radio_buttons":
        case "checkboxes":
            return ticks(field);
        case "datetimepicker":
            return date_time(field);
        case "datepicker":
            return simple(field, "date", "selected_date");
        case "timepicker":
            return simple(field, "time", "selected_time");
        case "external_select":
            return combobox(app, surface, block_id, element, value, labelling, props);
        default:
            return select(field);
    }
}

/** Keeps what was chosen, and presses where the element acts at once. */
export function pick(field: Field, member: string, held: unknown): void {
    choose(
        field.app, field.surface, field.block_id, field.element, field.labelling.acts,
        {type: field.element.type, [member]: held});
}

export function placeholder(element: FieldElement): string|null {
    const text = (element.placeholder as {text?: string} | undefined)?.text;
    return text === undefined ? null : plain(text);
}

function text_input(field: Field): Element_ {
    const {app, surface, block_id, element, value, labelling} = field;
    const config = element.dispatch_action_config as {trigger_actions_on?: string[]} | undefined;
    const triggers = config?.trigger_actions_on ?? ["on_enter_pressed"];
    const multiline = element.multiline === true;
    const types: Record<string, string> = {email_text_input: "email", url_text_input: "url"};
    const props: Props = {
        ...field.props,
        class: "text-input",
        maxlength: element.max_length ?? null,
        placeholder: placeholder(element),
        value: value.value ?? "",
        autocomplete: "off",
        oninput: (event) => {
            const text = (event.target as HTMLInputElement).value;
            choose(
                app, surface, block_id, element, labelling.acts && triggers.includes("on_character_entered"),
                {type: element.type, value: text === "" ? null : text});
        },
        onkeydown: (event) => {
            if ((event as KeyboardEvent).key === "Enter" && labelling.acts &&
                triggers.includes("on_enter_pressed")) {
                event.preventDefault();
                press_current(app, surface, block_id, element);
            }
        },
    };
    return multiline ? h("textarea", {...props, rows: 4}) : h("input", {
        ...props,
        type: types[element.type] ?? "text",
        inputmode: element.type === "number_input" ? "decimal" : null
    });
}

function simple(field: Field, type: string, member: string): Element_ {
    return h("input", {
        ...field.props,
        class: "text-input date-input",
        type,
        value: field.value[member] ?? "",
        onchange: (event) => pick(field, member, (event.target as HTMLInputElement).value || null),
    });
}

function date_time(field: Field): Element_ {
    const held = field.value.selected_date_time;
    return h(
        "span", {class: "date-time"}, h("input", {
            ...field.props,
            class: "text-input date-input",
            type: "datetime-local",
            value: typeof held === "number" ? to_input(held) : "",
            onchange: (event) =>
                pick(field, "selected_date_time", from_input((event.target as HTMLInputElement).value)),
        }),
        h("span", {class: "unit"}, "UTC"));
}

function ticks(field: Field): Element_ {
    const {app, element, value, block_id, surface} = field;
    const options = (element.options ?? []) as Option[];
    const many = element.type === "checkboxes";
    const held = many ? (value.selected_options as Option[]) : [value.selected_option as Option | null];
    const name = `${surface.id} ${block_id} ${element.action_id ?? ""}`;
    const is_on = (option: Option): boolean => held.some((one) => one?.value === option.value);
    const change = (option: Option): void => {
        if (many) {
            pick(field, "selected_options", options.filter((one) => (one === option) !== is_on(one)));
        } else {
            pick(field, "selected_option", option);
        }
    };
    return h(
        "div", {
            ...field.props,
            class: "ticks",
            role: many ? "group" : "radiogroup",
            "aria-labelledby": field.labelling.label === null && field.labelling.id !== null ?
                `${field.labelling.id}-label` :
                null,
        },
        options.map(
            (option) =>
                h("label", {class: "tick", key: option.value ?? option.text.text}, h("input", {
                      type: many ? "checkbox" : "radio",
                      name,
                      value: option.value,
                      checked: is_on(option),
                      onchange: () => change(option),
                  }),
                  h("span", {class: "tick-text"},
                    h("span", null,
                      ...(option.text.type === "mrkdwn" ? inline(option.text.text, app.text()) :
                                                          [plain(option.text.text)])),
                    option.description !== undefined &&
                        h("span", {class: "tick-description"}, plain(option.description.text))))));
}
