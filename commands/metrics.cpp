#include "commands/metrics.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/report_words.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr std::size_t shown_units = 40;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto word = trim(invocation.text);
    const auto now = month_of(desk.now(), zone_of_reports(desk));
    if (word.empty()) return ShowReport{now, usual_months, false};
    if (iequals(word, "last")) return ShowReport{now - std::chrono::months{1}, usual_months, false};
    if (iequals(word, "year")) return ShowReport{now, months_of_year, false};
    const auto month = parse_month(word);
    if (!month) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" is no month. Write /incident metrics 2025-01, last or year.",
                                cut(word, shown_units)));
    }
    if (*month > now) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} has not begun yet. Write /incident metrics, or metrics last.",
                                templates::month_name(*month)));
    }
    return ShowReport{*month, usual_months, false};
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto month = parse_month(submission.view.private_metadata);
    if (!month) return say("This form is of another version. Nothing was changed.");
    if (!may_edit_report(submission.request, desk))
        return fail(ErrorKind::forbidden, "Only the Engineering Lead and admins change a report.");
    const auto text = submission.value(field::report_action);
    if (text.empty()) {
        desk.tx().forget_note(action_note(*month));
    } else {
        desk.tx().set_note(action_note(*month), text);
    }
    return ShowReport{*month, usual_months, false};
}

}  // namespace

Zone zone_of_reports(const Desk& desk) {
    return Zone::load_or_utc(desk.rules().timezone);
}

std::string action_note(std::chrono::year_month month) {
    return "report/action/" + tocsin::key_of(month);
}

bool may_edit_report(const Request& request, const Desk& desk) {
    const auto& rules = desk.rules();
    if (may(Right::see, request.user, nullptr, rules) != Verdict::yes) return false;
    return rules.is_manager(request.user.id) || rules.is_admin(request.user.id) ||
           (!request.user.id.empty() && rules.manager_of({}) == request.user.id);
}

Verb metrics_verb() {
    return {.name = "metrics",
            .aliases = {"report"},
            .usage = "[2025-01|last|year]",
            .summary = "the numbers of a month",
            .example = "/incident metrics last",
            .details = "Without a month: the running one. Only you see it until you share it.",
            .right = Right::see,
            .run = run,
            .form = slack::form::report,
            .submit = submit,
            .error_field = field::report_action};
}

}  // namespace tocsin::commands
