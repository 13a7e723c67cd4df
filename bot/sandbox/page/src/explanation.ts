// The rules explain themselves: in the words of `tocsin rules test`, for the payload on screen, and for a
// condition of one's own, whose errors are those of `tocsin check`.
import {type AlertDesk, explain, type What} from "./alert_desk.ts";
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {Explanation, JudgedRule, OwnCondition, RuleTrial} from "./protocol.ts";

export function rules_explained(explanation: Explanation|null, what: What): Element_ {
    return h(
        "section", {class: "explained", key: "explained", "aria-labelledby": "explained-title"},
        h("h3", {id: "explained-title"}, "What the rules make of it"),
        explanation !== null && (explanation.unreadable !== null ? unreadable(explanation.unreadable) : [
            explanation.trials.length === 0 &&
                h("p", {key: "nothing"}, "The payload is understood, and there is nothing to tell."),
            explanation.trials.map((trial, i) => trial_shown(trial, what, `${i}`)),
        ]));
}

function unreadable(sentence: string): Element_ {
    return h("p", {class: "desk-answer desk-bad", key: "unreadable"}, `It would be refused. ${sentence}`);
}

/** A rule that an alert which is over would match opens nothing. */
function trial_shown(trial: RuleTrial, what: What, key: string): Element_ {
    return h(
        "div", {class: "trial", key}, h("p", {class: "trial-heading"}, trial.heading),
        h("p", {class: "trial-conclusion"}, h("strong", null, trial.conclusion),
          what === "resolved" && trial.alert !== null &&
              " It is about an alert that is over: nothing is opened."),
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
    const own = desk.explanation?.own ?? null;
    const bad = own !== null && own.findings.length > 0;
    return h(
        "section", {class: "explained", key: "own", "aria-labelledby": "own-title"},
        h("h3", {id: "own-title"}, "Try a condition"),
        h("label", {class: "label", for: "own-when"}, "when:"), h("textarea", {
            class: "text-input desk-when",
            id: "own-when",
            key: "when",
            rows: 2,
            spellcheck: "false",
            placeholder: "alert.labels.service == \"api\" AND NOT alert.severity == \"sev3\"",
            "aria-invalid": bad ? "true" : null,
            "aria-describedby": "own-result",
            value: desk.when,
            oninput: (event) => {
            desk.when = (event.target as HTMLTextAreaElement).value.replaceAll("\n", " ");
            explain(app);
            },
        }),
        values_fields(app, desk),
        h("div", {id: "own-result", key: "result", role: "status"}, own !== null && own_result(desk, own)));
}

function own_result(desk: AlertDesk, own: OwnCondition): Child[] {
        return [
            own.column !== null && spot(desk.when, own.column),
            own.findings.map((line, i) => h("p", {class: "desk-answer desk-bad", key: `finding ${i}`}, line)),
            own.judged.map(
                (rule, i) => h("div", {class: "trial", key: `${i}`}, judged_words(rule), reasons(rule))),
        ];
}

function judged_words(rule: JudgedRule): Element_ {
        return h(
            "p", {class: "trial-conclusion"},
            h("strong", null, rule.matches ? "It matches." : "It does not match."));
}

/** The column counts bytes, as that of `tocsin check` does. */
function spot(when: string, column: number): Element_ {
        const before = new TextDecoder().decode(new TextEncoder().encode(when).slice(0, column - 1));
        return h(
            "pre", {class: "spot", key: "spot", "aria-hidden": "true"},
            `${when}\n${" ".repeat([...before].length)}^`);
}

/** What Prometheus would say; nothing typed is not known. */
function values_fields(app: App, desk: AlertDesk): Child {
        if (desk.values.length === 0) {
            return null;
        }
        return h(
            "fieldset", {class: "desk-values", key: "values"},
            h("legend", {class: "label"}, "What Prometheus would say"),
            desk.values.map((name) => h("label", {class: "setting", key: name}, name, h("input", {
                                            class: "text-input",
                                            type: "text",
                                            inputmode: "decimal",
                                            placeholder: "not known",
                                            value: desk.given.get(name) ?? "",
                                            oninput: (event) => {
                                                desk.given.set(
                                                    name, (event.target as HTMLInputElement).value);
                                                explain(app);
                                            },
                                        }))));
}
