#include "bot/engine/api.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/core/permissions.h"
#include "bot/engine/api_body.h"
#include "bot/engine/api_json.h"
#include "bot/engine/call_talk.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/removals.h"
#include "commands/admission.h"
#include "commands/declare.h"
#include "commands/silence.h"
#include "templates/reply_texts.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;
using storage::ListFilter;

constexpr int usual_page = 50;  // incidents of one list
constexpr int longest_page = 200;
constexpr int most_skipped = 100'000;

struct Done {
    int status = 200;
    json body;
};

struct Api {
    Workbench& bench;
    const ApiAsked& asked;

    const Rules& rules() const { return bench.rules(); }

    const Person* person_named(const PersonId& id) const {
        const auto found = rules().people.find(id);
        return found == rules().people.end() ? nullptr : &found->second;
    }

    // Whoever the body names, else the token's person, else the program by its name.
    Expected<Actor> actor(const json& body) const {
        const auto named = text_in(body, "by");
        if (!named) return std::unexpected(named.error());
        if (!named->empty()) {
            if (const auto* person = person_named(PersonId{*named})) return actor_of(*person);
            return fail(ErrorKind::invalid,
                        fmt::format("by is an ID under people of the configuration, and \"{}\" is none. "
                                    "Nothing was changed.",
                                    *named));
        }
        if (const auto* person = person_named(asked.person)) return actor_of(*person);
        return Actor{{}, asked.token, {}};
    }

    SlackUser user_of(const Actor& who) const {
        if (!who.user.empty()) return bench.user(who.user);
        SlackUser user;
        user.name = who.name;
        user.timezone = rules().timezone;
        return user;
    }

    // Private incidents are for the token's own person, if they are for them; whom a request names in `by`
    // opens none.
    bool may_read(const Incident& incident) const {
        if (!incident.is_private) return true;
        const auto* person = person_named(asked.person);
        return person != nullptr &&
               may(Right::see, user_of(actor_of(*person)), &incident, rules()) == Verdict::yes;
    }

    Expected<Incident> incident() const {
        const auto number = parse_incident(asked.about);
        auto found = number ? bench.tx().incident(*number) : std::nullopt;
        if (!found || !may_read(*found)) {
            return fail(ErrorKind::not_found,
                        fmt::format("There is no incident {}. Nothing was changed.", asked.about));
        }
        return *std::move(found);
    }

    Done shown(const Incident& incident, const std::string& message = "", int status = 200) const {
        Done done{status, json{{"incident", incident_json(bench, incident)}}};
        if (!message.empty()) done.body["message"] = message;
        return done;
    }

    Expected<Done> list() const {
        const auto fields = read_form(asked.query);
        const auto state = field_of(fields, "state");
        if (!state.empty() && state != "open" && state != "closed" && state != "all")
            return fail(ErrorKind::invalid, "state is open, closed or all.");
        const auto severity_word = field_of(fields, "severity");
        const auto severity = parse_severity(severity_word);
        if (!severity_word.empty() && !severity)
            return fail(ErrorKind::invalid, "severity is sev1, sev2, sev3 or sev4.");
        const auto number = [&](const char* name, int standard, int most) {
            const int given = number_of(fields, name);
            return given == 0 ? standard : std::min(given, most);
        };
        const int limit = number("limit", usual_page, longest_page);
        const int offset = number("offset", 0, most_skipped);
        const auto filter = state == "closed" ? ListFilter::closed
                            : state == "all"  ? ListFilter::all
                                              : ListFilter::open;
        json incidents = json::array();
        const auto found = bench.tx().incidents(filter, limit + 1, offset);
        const bool more = std::ssize(found) > limit;
        for (const auto& incident : std::span(found).first(found.size() - (more ? 1 : 0))) {
            if (may_read(incident) && (!severity || incident.severity == *severity))
                incidents.push_back(incident_json(bench, incident));
        }
        return Done{200, json{{"incidents", std::move(incidents)},
                              {"next_offset", more ? json(offset + limit) : json()}}};
    }

    Expected<Done> declare(const json& body) const {
        const auto by = actor(body);
        if (!by) return std::unexpected(by.error());
        const auto read = declaration_in(body, rules(), bench.now());
        if (!read) return std::unexpected(read.error());
        commands::Request request;
        request.via = Via::api;
        request.user = user_of(*by);
        bool unchecked = false;
        if (by->is_somebody()) {
            const auto may = commands::may_declare(read->declaration, request, bench);
            if (!may) return std::unexpected(may.error());
            unchecked = *may;
        }
        auto incident =
            bench.declare(commands::fact_of(read->declaration, rules(), bench.now()), *by, Via::api);
        if (unchecked) incident = commands::note_unchecked(incident, request, bench).value_or(incident);
        return shown(incident, read->remark, 201);
    }

    // A program may say what it knows. Taking an incident off the pager needs a person.
    Expected<void> may_take(const Incident& incident, const Actor& by, const CommandBody& command) const {
        const bool takes = std::holds_alternative<command::Acknowledge>(command) ||
                           std::holds_alternative<command::Update>(command) ||
                           std::holds_alternative<command::ChangeStatus>(command);
        if (!takes || by.is_somebody() || !is_unanswered(incident.state)) return {};
        return fail(ErrorKind::conflict,
                    fmt::format("Nobody has acknowledged {}, and a program cannot take it. Say who does: "
                                "{{\"by\":\"dana\"}}. Nothing was changed.",
                                name_of(incident)));
    }

    // The value: Slack did not say, so that it is allowed and noted.
    Expected<bool> may_raise(const Incident& incident, const Actor& by, const CommandBody& command,
                             const commands::Request& request) const {
        const auto* change = std::get_if<command::ChangeSeverity>(&command);
        if (change == nullptr || !by.is_somebody() || !more_severe(change->to, incident.severity))
            return false;
        return commands::admission(change->to, request, "Nothing was changed.", bench);
    }

    Expected<Done> change(const json& body) const {
        const auto incident = this->incident();
        if (!incident) return std::unexpected(incident.error());
        const auto by = actor(body);
        if (!by) return std::unexpected(by.error());
        const auto command = command_in(asked.verb, body);
        if (!command) return std::unexpected(command.error());
        if (auto may = may_take(*incident, *by, *command); !may) return std::unexpected(may.error());
        commands::Request request;
        request.via = Via::api;
        request.user = user_of(*by);
        const auto unchecked = may_raise(*incident, *by, *command, request);
        if (!unchecked) return std::unexpected(unchecked.error());
        auto after = bench.act(*incident, {*by, Via::api, *command});
        if (!after) {
            // Whoever asks again, or comes second, is told so: what they want is true already.
            const bool taken =
                std::holds_alternative<command::Acknowledge>(*command) && is_open(incident->state);
            if (taken) return shown(*incident, after.error().message);
            return std::unexpected(after.error());
        }
        if (*unchecked) after = commands::note_unchecked(*after, request, bench).value_or(*after);
        return shown(*after, what_happened(*incident, *after, *command));
    }

    std::string what_happened(const Incident& before, const Incident& after,
                              const CommandBody& command) const {
        if (!std::holds_alternative<command::Escalate>(command)) return "";
        if (after.paging.pages.size() == before.paging.pages.size())
            return "Nobody further can be reached. Please phone someone.";
        return templates::being_paged(newest_orders(after.paging), bench.render()) + ".";
    }

    Expected<Done> timeline() const {
        const auto incident = this->incident();
        if (!incident) return std::unexpected(incident.error());
        auto done = shown(*incident);
        done.body["timeline"] = timeline_json(bench, *incident);
        return done;
    }

    Expected<Done> send_test_page() const {
        const auto* person = person_named(PersonId{asked.about});
        if (person == nullptr)
            return fail(ErrorKind::not_found,
                        fmt::format("There is no person {}. No page was sent.", asked.about));
        const auto page = bench.test_page(*person);
        if (page.deliveries.empty()) {
            return fail(
                ErrorKind::conflict,
                fmt::format("No means reaches {}: the configuration names none that works. No page was "
                            "sent.",
                            person->name));
        }
        return Done{201, json{{"test_page", test_page_json(page)}}};
    }

    Expected<Done> show_test_page() const {
        std::int64_t number = 0;
        std::from_chars(asked.about.data(), asked.about.data() + asked.about.size(), number);
        const auto page = bench.tx().ad_hoc_page(AdHocPageId{number});
        if (!page) return fail(ErrorKind::not_found, "There is no such test page.");
        return Done{200, json{{"test_page", test_page_json(*page)}}};
    }

    Expected<Done> silence(const json& body) const {
        const auto by = actor(body);
        if (!by) return std::unexpected(by.error());
        const auto text = text_in(body, "text");
        if (!text) return std::unexpected(text.error());
        const auto silence =
            asked.verb == "silence"       ? commands::start_silence(*text, *by, user_of(*by).timezone, bench)
            : asked.verb == "end-silence" ? commands::end_silence(asked.about, bench)
                                          : commands::confirm_silence(asked.about, *by, bench);
        if (!silence) return std::unexpected(silence.error());
        return Done{asked.verb == "silence" ? 201 : 200, json{{"silence", silence_json(*silence)}}};
    }

    Done silences() const {
        json list = json::array();
        for (const auto& silence : bench.silences()) list.push_back(silence_json(silence));
        return Done{200, json{{"silences", std::move(list)}}};
    }

    Expected<Done> carry_out() const {
        if (asked.verb == "silences") return silences();
        if (asked.verb == "test-page") return send_test_page();
        if (asked.verb == "show-test-page") return show_test_page();
        if (asked.verb == "list") return list();
        if (asked.verb == "timeline") return timeline();
        if (asked.verb == "show") {
            const auto incident = this->incident();
            if (!incident) return std::unexpected(incident.error());
            return shown(*incident);
        }
        const auto body = body_in(asked.body);
        if (!body) return std::unexpected(body.error());
        if (asked.verb.ends_with("silence")) return silence(*body);
        return asked.verb == "declare" ? declare(*body) : change(*body);
    }
};

}  // namespace

channels::HttpAnswer take_api(Workbench& bench, const ApiAsked& asked) {
    if (asked.verb == "remove-person") return take_removal(bench, asked);
    const auto key = asked.key.empty() ? "" : fmt::format("api/{}/{}", asked.token, asked.key);
    const auto digest = sha256_hex(fmt::format("{}\n{}\n{}", asked.verb, asked.about, asked.body));
    if (const auto before = key.empty() ? std::nullopt : bench.tx().answer_to(key)) {
        const auto stored = json::parse(*before);
        if (text_of(stored, "digest") != digest) {
            return json_answer(422, json{{"error",
                                          "This Idempotency-Key came with another request before. Nothing "
                                          "was changed."}});
        }
        return json_answer(int_of(stored, "status"), member(stored, "body"));
    }
    const auto done = Api{bench, asked}.carry_out();
    if (!done) return json_refusal(done.error());  // it may be right the next time
    if (!key.empty()) {
        const json kept{{"digest", digest}, {"status", done->status}, {"body", done->body}};
        bench.tx().remember(key, kept.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    return json_answer(done->status, done->body);
}

}  // namespace tocsin::engine
