// The tour's bar under the top bar, and the mark around where the next step happens.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {end_tour, hint_of, steps_of} from "./tour.ts";

const mark = "data-tour";

export function tour_bar(app: App): Child {
    const {tour} = app.ui;
    if (tour === null) {
        return null;
    }
    const steps = steps_of(app, tour);
    const at = steps.findIndex((step) => !step.done);
    const skip = (): void => {
        tour.skipped.add(at);
        app.redraw();
    };
    return h(
        "section", {class: "tour", key: "tour", "aria-label": "Guided tour"},
        h("ol", {class: "tour-steps"},
          steps.map((step, i) => step_shown(step.title, step.done, i === at, i))),
        h("div", {class: "tour-line"},
          h("p", {role: "status"}, at >= 0 && h("strong", null, `Step ${at + 1} of ${steps.length}. `),
            hint_of(app, tour).words),
          h("div", {class: "tour-buttons"},
            h("button", {
                type: "button",
                class: "button",
                key: "where",
                mount: (button) => button.focus(),
                onclick: show_where
            },
              "Show me where"),
            at > 0 &&
                h("button", {type: "button", class: "button", key: "skip", onclick: skip}, "Skip this step"),
            h("button", {type: "button", class: "button", key: "end", onclick: () => end_tour(app)},
              at >= 0 ? "End the tour" : "Close"))));
}

function step_shown(title: string, done: boolean, here: boolean, i: number): Element_ {
    return h(
        "li", {
            class: here ? "tour-here" :
                done    ? "tour-done" :
                          "",
            key: `${i}`,
            "aria-current": here ? "step" : null
        },
        h("span", {class: "tour-number", "aria-hidden": "true"}, done ? "✓" : `${i + 1}`), title,
        done && h("span", {class: "unseen"}, ", done"));
}

function is_on_screen(element: Element): boolean { return element.getClientRects().length > 0; }

/** After each drawing: marks the first of the places that is on screen, and brings a new one into view. */
export function mark_where(app: App): void {
    const before = document.querySelector(`[${mark}]`);
    const where = app.ui.tour === null ? [] : hint_of(app, app.ui.tour).where;
    const target = where.map((selector) => document.querySelector(selector))
                       .find((element) => element !== null && is_on_screen(element)) ??
        null;
    if (target === before) {
        return;
    }
    before?.removeAttribute(mark);
    target?.setAttribute(mark, "");
    bring_into_view(target);
}

/** What is to be read, from its beginning. */
function bring_into_view(target: Element|null): void {
    target?.scrollIntoView({block: target.matches("article") ? "start" : "nearest"});
}

/** Gives the focus to what is marked, or to the first thing within it that takes one. */
function show_where(): void {
    const target = document.querySelector<HTMLElement>(`[${mark}]`);
    const able = "a[href], button, input, select, textarea, [tabindex]";
    const focusable = target?.matches(able) === true ? target : target?.querySelector<HTMLElement>(able);
    bring_into_view(target);
    focusable?.focus({preventScroll: true});
}
