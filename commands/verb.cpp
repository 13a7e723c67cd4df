#include "commands/verb.h"

#include "bot/base/text.h"
#include "commands/say.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

std::string_view who_may(Right right) {
    switch (right) {
        case Right::see:
        case Right::declare:
        case Right::take_part:
            return "Only full members";
        case Right::acknowledge:
        case Right::drive:
        case Right::page:
        case Right::finish:
        case Right::change_rota:
            return "Only responders";
        case Right::write_post_mortem:
        case Right::publish_post_mortem:
            return "Only responders";
        case Right::skip_post_mortem:
            return "Only the Engineering Lead";
        case Right::stop_reminders:
            return "Only the lead";
        case Right::publish:
            return "Only the lead, comms and managers";
        case Right::administer:
            return "Only admins";
    }
    return "Only responders";
}

// What has to be said instead of running the verb; nothing: go on. Joins where that is all it takes.
Expected<std::optional<Answer>> objection(const Verb& verb, const Request& request,
                                          std::optional<Incident>& incident, bool confirmed,
                                          const Waiting* asks, bool changes, Desk& desk) {
    const Incident* about = incident ? &*incident : nullptr;
    switch (may(verb.right, request.user, about, desk.rules())) {
        case Verdict::yes:
            return std::nullopt;
        case Verdict::no:
            return Say{answer::no_permission(who_may(verb.right), verb.summary, about, desk.render())};
        case Verdict::ask_first:
            if (confirmed || about == nullptr) return std::nullopt;
            return Say{answer::not_on_call(*about, desk.render())};
        case Verdict::join_first: {
            if (!changes || about == nullptr) return std::nullopt;
            if (asks != nullptr) {
                return Say{
                    answer::not_a_participant(*about, keep(*asks, request.user.id, desk), desk.render())};
            }
            auto joined = desk.act(*about, command_of(request, command::Join{}));
            if (!joined) return std::unexpected(joined.error());
            incident = *std::move(joined);
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<Answer> wrong_state(const Verb& verb, const Request& request, const Incident& incident,
                                  Desk& desk) {
    const bool open = is_open(incident.state);
    const bool ended_wanted = verb.works == Verb::Works::on_ended_incident;
    const bool open_wanted = verb.works == Verb::Works::on_open_incident;
    if (open ? !ended_wanted : !open_wanted) return std::nullopt;
    if (request.via == Via::button || open) return Say{answer::stale_button(incident, desk.render())};
    const bool reopens = may(Right::finish, request.user, &incident, desk.rules()) == Verdict::yes;
    return Say{answer::incident_over(incident, reopens, desk.render())};
}

}  // namespace

std::string Submission::value(const slack::Field& field) const {
    const auto values = all(field);
    return values.empty() ? std::string{} : std::string(trim(values.front()));
}

std::vector<std::string> Submission::all(const slack::Field& field) const {
    const auto block = view.values.find(std::string(field.block));
    if (block == view.values.end()) return {};
    const auto action = block->second.find(std::string(field.action));
    return action == block->second.end() ? std::vector<std::string>{} : action->second.values;
}

Expected<Answer> invoke(const Verb& verb, Invocation invocation, Desk& desk) {
    const auto& request = invocation.request;
    if (invocation.incident) {
        if (auto stale = wrong_state(verb, request, *invocation.incident, desk)) return *std::move(stale);
    }
    const bool only_opens_form = invocation.text.empty() && !verb.form.empty();
    const auto number = invocation.incident ? invocation.incident->number : IncidentNumber{};
    const Waiting waiting{std::string(verb.name), invocation.text, number, ""};
    auto objected = objection(verb, request, invocation.incident, invocation.confirmed,
                              invocation.asks ? &waiting : nullptr, !only_opens_form, desk);
    if (!objected) return std::unexpected(objected.error());
    if (*objected) return **std::move(objected);
    return verb.run(invocation, desk);
}

std::expected<Incident, Answer> admitted(const Verb& verb, const Request& request, Incident incident,
                                         Desk& desk) {
    if (auto stale = wrong_state(verb, request, incident, desk)) return std::unexpected(*std::move(stale));
    std::optional<Incident> about = std::move(incident);
    auto objected = objection(verb, request, about, false, nullptr, true, desk);
    if (!objected) return std::unexpected(say_error(objected.error()));
    if (*objected) return std::unexpected(**std::move(objected));
    return *std::move(about);
}

Expected<Answer> invoke_submit(const Verb& verb, Submission submission, Desk& desk) {
    auto objected = objection(verb, submission.request, submission.incident, true, nullptr, true, desk);
    if (!objected) return std::unexpected(objected.error());
    if (*objected) return **std::move(objected);
    return verb.submit(submission, desk);
}

}  // namespace tocsin::commands
