// The rules explain themselves: in the words of `tocsin rules test`, for the payload on screen, and for a
// condition of one's own, whose errors are those of `tocsin check`.
import {type AlertDesk, explain} from "./alert_desk.ts";
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {Explanation, JudgedRule, RuleTrial} from "./protocol.ts";

export function rules_explained(app: App, desk: AlertDesk): Element_ {
    const {explanation} = desk;
    return h(
        "section", {class: "explained", key: "explained", "aria-labelledby": "explained-title"},
        h("h3", {id: "explained-title"}, "What the rules make of it"), values_fields(app, desk),
        explanation !== null && (explanation.unreadable !== null ? unreadable(explanation.unreadable) : [
            explanation.trials.length === 0 &&
                h("p", {key: "nothing"}, "The payload is understood, and there is nothing to tell."),
            explanation.trials.map((trial, i) => trial_shown(trial, `${i}`)),
        ]));
}

function unreadable(sentence: string): Element_ {
    return h("p", {class: "desk-answer desk-bad", key: "unreadable"}, `It would be refused. ${sentence}`);
}

/** A rule that an alert which is over would match opens nothing. */
function trial_shown(trial: RuleTrial, key: string): Element_ {
    return h(
        "div", {class: "trial", key}, h("p", {class: "trial-heading"}, trial.heading),
        h("p", {class: "trial-conclusion"}, h("strong", null, trial.conclusion),
          trial.alert?.status === "resolved" && " It is about an alert that is over: nothing is opened."),
        h("ol", null, trial.rules.map((rule, i) => rule_shown(rule, `${i}`))));
}

/** The condition itself where it is more than the one comparison that is told of anyway. */
function rule_shown(rule: JudgedRule, key: string): Element_ {
    return h(
        "li", {class: rule.wins ? "rule rule-wins" : "rule", key}, h("strong", null, rule.name),
        `: ${rule.verdict}`, rule.because.length > 1 && h("code", {class: "rule-when"}, rule.when),
        rule.asked && reasons(rule));
}

function reasons(rule: JudgedRule): Element_ {
    return h("ul", null, rule.because.map((line, i) => h("li", {key: `${i}`}, line)));
}

export function own_condition(app: App, desk: AlertDesk): Element_ {
    const {explanation} = desk;
    return h(
        "section", {class: "explained", key: "own", "aria-labelledby": "own-title"},
        h("h3", {id: "own-title"}, "Try a condition"),
        h("label", {class: "label", "for": "own-when"}, "when:"), when_field(app, desk),
        h("div", {id: "own-result", key: "result", role: "status"},
          explanation !== null && own_result(desk.when, explanation)));
}

function when_field(app: App, desk: AlertDesk): Element_ {
    const write = (event: Event): void => {
        desk.when = (event.target as HTMLTextAreaElement).value.replaceAll("\n", " ");
        explain(app);
    };
    const findings = desk.explanation?.own?.findings ?? [];
    return h("textarea", {
        class: "text-input desk-when",
        id: "own-when",
        key: "when",
        rows: 2,
        spellcheck: "false",
        placeholder: "alert.labels.service == \"api\" AND NOT alert.severity == \"sev3\"",
        "aria-invalid": findings.length > 0 ? "true" : null,
        "aria-describedby": "own-result",
        value: desk.when,
        oninput: write,
    });
}

function own_result(when: string, {own, trials}: Explanation): Child[] {
    if (own === null) {
        return [];
    }
    return [
        own.column !== null && spot(when, own.column),
        own.findings.map((line, i) => h("p", {class: "desk-answer desk-bad", key: `finding ${i}`}, line)),
        own.judged.map((rule, i) => own_judged(rule, own.judged.length > 1 ? trials[i] : undefined, `${i}`)),
    ];
}

/** With the alert's name where there are several. */
function own_judged(rule: JudgedRule, trial: RuleTrial|undefined, key: string): Element_ {
    return h(
        "div", {class: "trial", key}, trial !== undefined && h("p", {class: "trial-heading"}, trial.heading),
        h("p", {class: "trial-conclusion"},
          h("strong", null, rule.matches ? "It matches." : "It does not match.")),
        reasons(rule));
}

/** The column counts bytes, as that of `tocsin check` does. */
function spot(when: string, column: number): Element_ {
    const before = new TextDecoder().decode(new TextEncoder().encode(when).slice(0, column - 1));
    const mark = `${" ".repeat([...before].length)}^`;
    return h("pre", {class: "spot", key: "spot", "aria-hidden": "true"}, `${when}\n${mark}`);
}

/** What Prometheus would say; nothing typed is not known. */
function values_fields(app: App, desk: AlertDesk): Child {
    return desk.values.length > 0 &&
        h("fieldset", {class: "desk-values", key: "values"},
          h("legend", {class: "label"}, "What Prometheus would say"),
          desk.values.map((name) => value_field(app, desk, name)));
}

function value_field(app: App, desk: AlertDesk, name: string): Element_ {
    const write = (event: Event): void => {
        desk.given.set(name, (event.target as HTMLInputElement).value);
        explain(app);
    };
    const field = h("input", {
        class: "text-input",
        type: "text",
        inputmode: "decimal",
        placeholder: "not known",
        value: desk.given.get(name) ?? "",
        oninput: write,
    });
    return h("label", {class: "setting", key: name}, name, field);
}
