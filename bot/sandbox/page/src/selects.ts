// Selects over a known list: the app's options, the workspace's people or its channels. The browser's own
// select box does the work; type-ahead over the app's answers is in combobox.ts.
import type {Option, OptionGroup} from "@slack/types";

import type {App} from "./app.ts";
import {title_of} from "./conversation.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {FieldElement} from "./fields.ts";
import {type Field, pick, placeholder} from "./inputs.ts";
import {plain} from "./mrkdwn.ts";

interface Choice {
    value: string;
    label: string;
    option: unknown;
    description: string|null;
}

export function select(field: Field): Child {
    const {app, element, value} = field;
    const many = element.type.startsWith("multi_");
    const member = Object.keys(value).find((name) => name !== "type") ?? "";
    const groups = (element.option_groups ?? []) as OptionGroup[];
    const choices = groups.length > 0 ? groups.flatMap((group) => group.options.map(as_choice)) :
                                        choices_of(app, element);
    const held = (many ? value[member] : [value[member]]) as unknown[];
    const chosen = held.map((one) => typeof one === "object" && one !== null ? (one as Option).value : one);
    const option = (choice: Choice): Element_ =>
        h("option", {key: choice.value, value: choice.value, selected: many && chosen.includes(choice.value)},
          choice.label);
    const find = (wanted: string): unknown =>
        choices.find((choice) => choice.value === wanted)?.option ?? null;
    const box =
        h("select", {
            ...field.props,
            class: "select",
            multiple: many,
            ...(many ? {} : {value: chosen[0] ?? ""}),
            onchange: (event) => {
                const picked =
                    [...(event.target as HTMLSelectElement).selectedOptions].map((one) => find(one.value));
                pick(field, member, many ? picked : (picked[0] ?? null));
            },
        },
          many ? null : h("option", {key: "", value: ""}, placeholder(element) ?? "Choose"),
          groups.length > 0 ? groups.map(
                                  (group) =>
                                      h("optgroup", {label: plain(group.label.text)},
                                        group.options.map((one) => option(as_choice(one))))) :
                              choices.map(option));
    const description = many ? null : choices.find((choice) => choice.value === chosen[0])?.description;
    return description === null || description === undefined ?
        h("div", {class: "select-box"}, box) :
        h("div", {class: "select-box"}, box, h("div", {class: "hint"}, description));
}

function as_choice(option: Option): Choice {
    return {
        value: option.value ?? "",
        label: plain(option.text.text),
        option,
        description: option.description === undefined ? null : plain(option.description.text),
    };
}

function choices_of(app: App, element: FieldElement): Choice[] {
    if (element.type.endsWith("users_select")) {
        return app.state.people.map((person) => ({
                                        value: person.id,
                                        label: `${person.name}, ${person.about}`,
                                        option: person.id,
                                        description: null
                                    }));
    }
    if (element.type.endsWith("conversations_select") || element.type.endsWith("channels_select")) {
        return app.state.channels
            .filter((channel) => channel.kind === "channel" || !element.type.includes("channels"))
            .map((channel) => ({
                     value: channel.id,
                     label: title_of(channel, app.state).replace(/^# /, "#"),
                     option: channel.id,
                     description: null
                 }));
    }
    return ((element.options ?? []) as Option[]).map(as_choice);
}
