#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "bot/slack/mrkdwn.h"
#include "commands/duty_arguments.h"
#include "commands/handing_over.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/duty_words.h"
#include "templates/notice.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr Duration still_theirs = 12h;  // after a shift its note can still be written
constexpr Duration form_is_open = 1h;
constexpr std::string_view too_late =
    "You were not on call for that schedule in the last 12 hours. Nothing was kept.";
constexpr std::size_t most_named = 5;

bool was_on_call(const PersonId& person, const Rota& rota, Time now) {
    const auto shifts = rota.coverage(now - still_theirs, now + 1us).shifts;
    return std::ranges::find(shifts, person, &Shift::person) != shifts.end();
}

// The schedules that this person hands over.
bool is_own(const ScheduleId& schedule, const PersonId& person, Time at, Desk& desk) {
    const auto* rota = desk.on_call().rota(schedule);
    return rota != nullptr && was_on_call(person, *rota, at);
}

std::vector<ScheduleId> own_schedules(const PersonId& person, Desk& desk) {
    std::vector<ScheduleId> own;
    for (const auto& id : schedules_in_order(desk.rules())) {
        if (is_own(id, person, desk.now(), desk)) own.push_back(id);
    }
    return own;
}

struct Reader {
    std::vector<PersonId> people;
    Time from;
};
// Who is on call after this person, now or when their shift ends.
std::optional<Reader> reader_after(const PersonId& person, const Rota& rota, Time now) {
    const auto is_theirs = [&](Time at) {
        const auto people = rota.on_call_at(at);
        return std::ranges::find(people, person) != people.end();
    };
    if (!is_theirs(now)) return Reader{rota.on_call_at(now), now};
    constexpr int most_changes = 50;
    auto at = rota.until(now);
    for (int i = 0; at && i < most_changes && is_theirs(*at); ++i) at = rota.until(*at);
    if (!at || is_theirs(*at)) return std::nullopt;
    return Reader{rota.on_call_at(*at), *at};
}

std::string names(const std::vector<PersonId>& people, const templates::RenderContext& context) {
    std::vector<std::string> list;
    for (const auto& person : people) list.push_back(templates::name_of(person, context));
    return join_and(list);
}

// "INC-41 CSV export fails is in Monitoring." of each incident that is open.
std::string what_is_open(const Request& request, Desk& desk) {
    std::string text;
    std::size_t named = 0;
    for (const auto& incident : readable_open(request, desk)) {
        if (named++ == most_named) break;
        text += fmt::format("{} {}: {}\n", name_of(incident),
                            incident.is_private ? "private" : templates::plain(incident.title, desk.render()),
                            title_of(incident.state));
    }
    return text;
}

Answer told(const std::string& markup, Desk& desk) {
    return Say{templates::notice(slack::block::answer, markup, {}, desk.render())};
}

Expected<Answer> keep_note(const Actor& by, const ScheduleId& schedule, std::string text, Desk& desk) {
    desk.tx().add_handoff({schedule, by, desk.now(), std::move(text)});
    const auto* rota = desk.on_call().rota(schedule);
    const auto reader = rota == nullptr ? std::nullopt : reader_after(by.person, *rota, desk.now());
    if (!reader || reader->people.empty())
        return say("Noted. Nobody is on call after you in that schedule; whoever comes next reads it.");
    const auto when = reader->from <= desk.now()
                          ? std::string("is on call now and can ask for it by /incident handoff")
                          : "reads it when their shift starts, " +
                                templates::short_local(reader->from, rota->schedule().timezone);
    return told(fmt::format("Noted. {} {}.", templates::mentions_of(reader->people, desk.render()), when),
                desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto text = std::string_view(invocation.text);
    auto schedule = take_schedule(text, desk.rules());
    const auto me = configured(request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    const auto own = own_schedules(me->person, desk);
    if (!schedule && own.empty()) return last_note(usual_schedule(desk.rules()), desk);
    if (!schedule) schedule = own.front();
    if (std::ranges::find(own, *schedule) == own.end()) return last_note(schedule, desk);
    if (text.empty()) return open_handover(request, *schedule, desk);
    return keep_note(*me, *schedule, std::string(text), desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const ScheduleId schedule(submission.view.private_metadata);
    if (desk.on_call().rota(schedule) == nullptr)
        return fail(ErrorKind::not_found, "That schedule is not there any more. Nothing was kept.");
    const auto me = configured(submission.request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    // Opened in time, a form may be written in for a while.
    if (!is_own(schedule, me->person, desk.now(), desk) &&
        !is_own(schedule, me->person, desk.now() - form_is_open, desk))
        return fail(ErrorKind::forbidden, std::string(too_late));
    const auto text = submission.value(field::handover_note);
    if (text.empty())
        return FieldErrors{{{std::string(field::handover_note.block), "Please write a word or two."}}};
    return keep_note(*me, schedule, text, desk);
}

}  // namespace

Expected<Answer> last_note(const std::optional<ScheduleId>& schedule, Desk& desk) {
    constexpr Duration looked_back = std::chrono::days{31};
    const auto note = schedule ? desk.tx().last_handoff(*schedule, desk.now() - looked_back) : std::nullopt;
    if (!note || note->text.empty()) {
        return fail(ErrorKind::not_found,
                    "You are not on call, and nobody has left a note. Nothing was changed.");
    }
    return told(fmt::format("*Handed over by {}, {}*\n{}", templates::mention_of(note->by, desk.render()),
                            clock_utc(note->at, desk.now()), slack::typed(note->text)),
                desk);
}

Answer open_handover(const Request& request, const ScheduleId& schedule, Desk& desk) {
    const auto* writer = desk.rules().person_of(request.user.id);
    if (writer == nullptr || !is_own(schedule, writer->id, desk.now(), desk))
        return say_error({ErrorKind::forbidden, std::string(too_late)});
    templates::HandoverForm form;
    form.schedule = schedule;
    form.text = what_is_open(request, desk);
    if (const auto reader = reader_after(writer->id, *desk.on_call().rota(schedule), desk.now()))
        form.reader = names(reader->people, desk.render());
    return open_form(request, templates::handover_form(form, desk.render()),
                     {"handoff", schedule.str(), {}, ""}, desk);
}

Verb handoff_verb() {
    return {.name = "handoff",
            .usage = "[schedule] [note]",
            .summary = "write what the next person on call should know",
            .example = "/incident handoff CSV export is slow, roll back the worker if it fails.",
            .details =
                "The next person gets it when their shift starts. Whoever is not on call is shown the "
                "last note.",
            .right = Right::change_rota,
            .keeps_words = true,
            .run = run,
            .form = slack::form::handover,
            .submit = submit,
            .error_field = field::handover_note};
}

}  // namespace tocsin::commands
