// The values of inputs, kept in the very shape of Slack's `state.values`, and the checks that Slack's own
// client makes before it sends a form. A value belongs to its block_id and action_id: change one and it
// starts afresh.
import type {Option} from "@slack/types";

import type {App, Surface} from "./app.ts";
import {unescape} from "./mrkdwn.ts";
import type {ShownBlock} from "./protocol.ts";

export interface FieldValue {
    type: string;
    [member: string]: unknown;
}

/** Any interactive element, as loosely as foreign JSON deserves. */
export interface FieldElement {
    type: string;
    action_id?: string;
    [member: string]: unknown;
}

export function field_key(surface: string, block_id: string, action_id: string): string {
    return `${surface}|${block_id}|${action_id}`;
}

export function block_key(block: ShownBlock, index: number): string { return block.block_id ?? `#${index}`; }

/** The element's value before anybody touched it; null when the element holds none (a button). */
export function initial_value(element: FieldElement): FieldValue|null {
    const {type} = element;
    switch (type) {
        case "plain_text_input":
        case "email_text_input":
        case "url_text_input":
        case "number_input":
            return {
                type,
                value: typeof element.initial_value === "string" ? unescape(element.initial_value) : null
            };
        case "static_select":
        case "external_select":
        case "radio_buttons":
            return {type, selected_option: element.initial_option ?? null};
        case "checkboxes":
        case "multi_static_select":
        case "multi_external_select":
            return {type, selected_options: element.initial_options ?? []};
        case "users_select":
            return {type, selected_user: element.initial_user ?? null};
        case "multi_users_select":
            return {type, selected_users: element.initial_users ?? []};
        case "conversations_select":
            return {type, selected_conversation: element.initial_conversation ?? null};
        case "multi_conversations_select":
            return {type, selected_conversations: element.initial_conversations ?? []};
        case "channels_select":
            return {type, selected_channel: element.initial_channel ?? null};
        case "multi_channels_select":
            return {type, selected_channels: element.initial_channels ?? []};
        case "datepicker":
            return {type, selected_date: element.initial_date ?? null};
        case "timepicker":
            return {type, selected_time: element.initial_time ?? null};
        case "datetimepicker":
            return {type, selected_date_time: element.initial_date_time ?? null};
        default:
            return null;
    }
}

export function current_value(
    app: App, surface: Surface, block_id: string, element: FieldElement): FieldValue|null {
    const typed = app.ui.fields.get(field_key(surface.id, block_id, element.action_id ?? ""));
    return typed?.type === element.type ? typed : initial_value(element);
}

export function set_value(
    app: App, surface: Surface, block_id: string, element: FieldElement, value: FieldValue): void {
    app.ui.fields.set(field_key(surface.id, block_id, element.action_id ?? ""), value);
    app.redraw();
}

/** What a press carries for a value: a text, an option's value, an ID, a date, or a list of them. */
export function press_value(value: FieldValue): unknown {
    for (const [member, held] of Object.entries(value)) {
        if (member === "type") {
            continue;
        }
        if (Array.isArray(held)) {
            return held.map((one: unknown) => typeof one === "object" ? (one as Option).value : one);
        }
        return typeof held === "object" && held !== null ? (held as Option).value : held;
    }
    return null;
}

function elements_of(block: ShownBlock): FieldElement[] {
    switch (block.type) {
        case "input":
            return [block.element as unknown as FieldElement];
        case "actions":
            return block.elements as unknown as FieldElement[];
        case "section":
            return block.accessory === undefined ? [] : [block.accessory as unknown as FieldElement];
        default:
            return [];
    }
}

/** Slack's `state.values` for everything on a surface. */
export function state_values(app: App, surface: Surface): Record<string, Record<string, FieldValue>> {
    const values: Record<string, Record<string, FieldValue>> = {};
    const add = (blocks: ShownBlock[]): void => blocks.forEach((block, index) => {
        for (const element of elements_of(block)) {
            const value = current_value(app, surface, block_key(block, index), element);
            if (value !== null) {
                (values[block_key(block, index)] ??= {})[element.action_id ?? ""] = value;
            }
        }
        if (block.type === "container") {
            add(block.child_blocks as ShownBlock[]);
        }
    });
    add(surface.blocks);
    return values;
}

function is_empty(value: FieldValue): boolean {
    const held = press_value(value);
    return held === null || held === undefined || held === "" || (Array.isArray(held) && held.length === 0);
}

/** What Slack's client refuses to send, by block_id. */
export function form_errors(app: App, surface: Surface): Record<string, string> {
    const errors: Record<string, string> = {};
    surface.blocks.forEach((block, index) => {
        if (block.type !== "input") {
            return;
        }
        const element = block.element as unknown as FieldElement;
        const value = current_value(app, surface, block_key(block, index), element);
        const shortest = Number(element.min_length ?? 0);
        if (value === null) {
            return;
        }
        if (is_empty(value)) {
            if (block.optional !== true) {
                errors[block_key(block, index)] = "Please complete this required field.";
            }
        } else if (typeof value.value === "string" && value.value.length < shortest) {
            errors[block_key(block, index)] = `Please type at least ${shortest} characters.`;
        }
    });
    return errors;
}

/** Forgets what was typed on surfaces that are gone. */
export function forget(app: App, surface: string): void {
    for (const key of [...app.ui.fields.keys()]) {
        if (key.startsWith(`${surface}|`)) {
            app.ui.fields.delete(key);
        }
    }
    app.ui.errors.delete(surface);
}
