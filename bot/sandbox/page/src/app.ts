// What every part of the page is given: the last state, what only this window knows, and the ways to act.
import {type AlertDesk, new_desk} from "./alert_desk.ts";
import type {FieldValue} from "./fields.ts";
import type {TextContext} from "./links.ts";
import type {Answer, ShownBlock, State, TranscriptEntry} from "./protocol.ts";
import type {Tour} from "./tour.ts";

export type Place = {
    kind: "channel"; id: string
}|{kind: "home"};
export type Panel = "alerts"|"inspector"|"trouble"|"differences"|"reset";

export interface Question {
    title: string;
    text: string;
    yes: string;
    no: string;
    danger: boolean;
    go(): void;
}

export interface Suggestions {
    /** The field that the list belongs to. */
    key: string;
    typed: string;
    options: {value: string; label: string; group: string | null; option: unknown}[];
    selected: number;
    waiting: boolean;
    trouble: string|null;
}

/** What only this window knows. */
export interface Ui {
    place: Place;
    thread: {channel: string; ts: string}|null;
    /** The popup menu that is open, by its name. */
    menu: string|null;
    question: Question|null;
    panel: Panel|null;
    sidebar_open: boolean;
    /** In a narrow window, where it stands in place of the conversation. */
    phone_open: boolean;
    /** Texts being typed outside of forms, by composer. */
    drafts: Map<string, string>;
    /** The completion list of a composer: which one, and the row chosen with the arrow keys (-1: none). */
    completion: {composer: string; selected: number}|null;
    /** What was typed and chosen in blocks, by surface, block and action. */
    fields: Map<string, FieldValue>;
    /** Errors that the page itself found in a form, by view. */
    errors: Map<string, Record<string, string>>;
    suggestions: Suggestions|null;
    /** Containers that were opened or closed by hand. */
    folded: Map<string, boolean>;
    /** Pages of data tables. */
    pages: Map<string, number>;
    editing: {channel: string; ts: string}|null;
    desk: AlertDesk;
    /** Null: nobody takes it. */
    tour: Tour|null;
    transcript: TranscriptEntry[];
    transcript_filter: string;
    note: string|null;
    link: "connecting"|"open"|"lost";
}

export interface App {
    state: State;
    /** Who acts: the person just chosen, even before their first state is here. */
    me: string;
    ui: Ui;
    /** The sandbox's clock. */
    now(): Date;
    text(): TextContext;
    /** Does what a person does; a refusal is shown as a note and returned. */
    act(name: string, members?: Record<string, unknown>): Promise<Answer>;
    become(user: string): void;
    go(place: Place): void;
    open_thread(channel: string, ts: string): void;
    redraw(): void;
}

/** Where blocks stand: how typed values are keyed and how a press names its place. */
export interface Surface {
    id: string;
    address: Record<string, string>;
    blocks: ShownBlock[];
    /** Errors under input blocks, by block_id. */
    errors: Record<string, string>;
}

export function new_ui(): Ui {
    return {
        place: {kind: "channel", id: ""},
        thread: null,
        menu: null,
        question: null,
        panel: null,
        sidebar_open: false,
        phone_open: false,
        drafts: new Map(),
        completion: null,
        fields: new Map(),
        errors: new Map(),
        suggestions: null,
        folded: new Map(),
        pages: new Map(),
        editing: null,
        desk: new_desk(),
        tour: null,
        transcript: [],
        transcript_filter: "",
        note: null,
        link: "connecting",
    };
}
