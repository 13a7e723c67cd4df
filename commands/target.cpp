#include "commands/target.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/core/permissions.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
using Works = Verb::Works;

bool readable(const Incident& incident, const Request& request, Desk& desk) {
    return may(Right::see, request.user, &incident, desk.rules()) == Verdict::yes;
}

void keep_readable(std::vector<Incident>& incidents, const Request& request, Desk& desk) {
    std::erase_if(incidents, [&](const Incident& incident) { return !readable(incident, request, desk); });
}

bool suits(const Verb& verb, const Incident& incident) {
    if (verb.works == Works::on_open_incident) return is_open(incident.state);
    if (verb.works == Works::on_ended_incident) return !is_open(incident.state);
    return true;
}

std::vector<Incident> candidates(const Verb& verb, const Request& request, Desk& desk) {
    if (verb.works == Works::on_ended_incident) {
        auto ended = desk.tx().incidents(storage::ListFilter::closed, most_offered);
        keep_readable(ended, request, desk);
        std::erase_if(ended, [&](const Incident& incident) {
            return desk.now() - incident.ended.value_or(incident.declared) > std::chrono::days{7};
        });
        return ended;
    }
    auto open = readable_open(request, desk);
    if (!open.empty() || verb.works == Works::on_open_incident) return open;
    auto last = desk.tx().incidents(storage::ListFilter::all, most_offered);
    keep_readable(last, request, desk);
    if (last.size() > 1) last.resize(1);
    return last;
}

std::expected<Incident, Answer> only_one(const Verb& verb, const Request& request, std::string_view text,
                                         Desk& desk) {
    auto offered = candidates(verb, request, desk);
    if (offered.size() == 1) return std::move(offered.front());
    const auto led = [&](const Incident& incident) { return is_lead(incident, request.user.id); };
    if (std::ranges::count_if(offered, led) == 1) return *std::ranges::find_if(offered, led);
    const auto kept = [&](std::string_view name) {
        return keep({std::string(name), std::string(text), {}, ""}, request.user.id, desk);
    };
    const auto alone = verb.without_incident.empty() || text.empty() ? "" : kept(verb.without_incident);
    if (offered.empty()) return std::unexpected(Answer{Say{answer::no_incident_here(alone, desk.render())}});
    return std::unexpected(
        Answer{Say{answer::which_incident(offered, kept(verb.name), alone, desk.render())}});
}

}  // namespace

std::optional<Incident> readable_incident(IncidentNumber number, const Request& request, Desk& desk) {
    auto incident = desk.tx().incident(number);
    if (!incident || !readable(*incident, request, desk)) return std::nullopt;
    return incident;
}

std::optional<Incident> incident_here(const Request& request, Desk& desk) {
    if (request.channel.empty()) return std::nullopt;
    auto incident = desk.tx().incident_at(request.channel, request.thread);
    if (!incident || !readable(*incident, request, desk)) return std::nullopt;
    return incident;
}

std::vector<Incident> readable_open(const Request& request, Desk& desk) {
    auto open = desk.tx().incidents(storage::ListFilter::open, most_offered);
    keep_readable(open, request, desk);
    return open;
}

Answer unknown_incident(std::string_view named, const Request& request, Desk& desk) {
    return Say{answer::unknown_incident(named, readable_open(request, desk), desk.render())};
}

std::expected<Incident, Answer> find_incident(const Verb& verb, const Request& request,
                                              std::string_view& text, Desk& desk) {
    auto rest = text;
    const auto target = take_target(rest);
    switch (target.kind) {
        case Target::Kind::named: {
            auto incident = readable_incident(target.number, request, desk);
            if (!incident) {
                auto first = text;
                return std::unexpected(unknown_incident(take_word(first), request, desk));
            }
            text = rest;
            return *std::move(incident);
        }
        case Target::Kind::bare_number:
            if (verb.number_is_argument) break;
            if (auto incident = readable_incident(target.number, request, desk);
                incident && (suits(verb, *incident) || rest.empty())) {
                text = rest;
                return *std::move(incident);
            }
            break;
        case Target::Kind::here:
            if (!verb.keeps_words || rest.empty()) text = rest;
            break;
        case Target::Kind::none:
            break;
    }
    if (auto here = incident_here(request, desk)) return *std::move(here);
    return only_one(verb, request, text, desk);
}

}  // namespace tocsin::commands
