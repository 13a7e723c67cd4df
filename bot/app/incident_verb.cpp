#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/api_client.h"
#include "bot/app/verbs.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/core/severity.h"
#include "bot/core/state.h"
#include "commands/arguments.h"
#include "commands/grammar.h"

namespace tocsin::app {
namespace {

using commands::Target;
using nlohmann::json;

constexpr std::string_view incidents = "/api/v1/incidents";

std::string instant(const json& at) {
    const auto read = at.is_string() ? parse_rfc3339(at.get_ref<const std::string&>())
                                     : Expected<Time>(fail(ErrorKind::invalid, ""));
    return read ? format_utc(*read) : "";
}

// "INC-42  SEV 1  Investigating  API Down, led by Dana"
void print_line(const json& incident) {
    const auto severity = parse_severity(text_of(incident, "severity"));
    const auto state = parse_state(text_of(incident, "state"));
    const auto lead = text_of(member(incident, "lead"), "name");
    fmt::print("{}  {}  {}  {}{}\n", text_of(incident, "id"), severity ? label_of(*severity) : "",
               state ? title_of(*state) : "", text_of(incident, "title"),
               lead.empty() ? "" : ", led by " + lead);
}

void print_facts(const json& incident) {
    print_line(incident);
    const auto fact = [](std::string_view name, const std::string& value) {
        if (!value.empty()) fmt::print("{:<13} {}\n", fmt::format("{}:", name), value);
    };
    fact("started", instant(member(incident, "started")));
    fact("declared by", text_of(member(incident, "declared_by"), "name"));
    fact("acknowledged", instant(member(incident, "acknowledged")));
    fact("update due", instant(member(incident, "update_due")));
    fact("ended", instant(member(incident, "ended")));
    fact("service", text_of(incident, "service"));
    fact("impact", text_of(incident, "description"));
    fact("url", text_of(incident, "url"));
}

void print_timeline(const json& lines) {
    for (const auto& line : lines) fmt::print("{}  {}\n", instant(member(line, "at")), text_of(line, "text"));
}

void print_list(const json& body) {
    const auto& found = member(body, "incidents");
    if (found.empty()) fmt::print("None.\n");
    for (const auto& incident : found) print_line(incident);
    if (member(body, "next_offset").is_number())
        fmt::print("There are more: --offset {}\n", int_of(body, "next_offset"));
}

void print_reply(const ApiReply& reply, const IncidentOptions& options, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", trim(reply.body));
        return;
    }
    const auto body = reply.json();
    if (options.verb == "list") return print_list(body);
    if (options.verb == "show") return print_facts(member(body, "incident"));
    print_line(member(body, "incident"));
    if (options.verb == "timeline") print_timeline(member(body, "timeline"));
    if (const auto message = text_of(body, "message"); !message.empty()) fmt::print("{}\n", message);
}

int usage(std::string_view sentence) {
    fmt::print(stderr, "{} Nothing was done.\n", sentence);
    return wrong_usage;
}

struct Call {
    ApiClient api;
    const Common& common;
    const IncidentOptions& options;
    std::string text;  // the words, what is read of them taken off

    int finish(const Expected<ApiReply>& reply) const {
        if (!reply) return api_failed(reply.error());
        if (!reply->good()) return api_refused(*reply);
        print_reply(*reply, options, common.json);
        return done;
    }

    json body() const {
        json made = json::object();
        const auto put = [&](const char* name, const std::string& value) {
            if (!value.empty()) made[name] = value;
        };
        put("by", options.by);
        put("description", options.description);
        put("service", options.service);
        put("started", options.started);
        put("eta", options.eta);
        put("next", options.next);
        put("cause", options.cause);
        put("at", options.at);
        if (options.drill) made["drill"] = true;
        if (options.is_private) made["private"] = true;
        if (options.nopage) made["nopage"] = true;
        return made;
    }

    int list() {
        FormFields fields;
        if (!options.state.empty()) fields.emplace_back("state", options.state);
        if (!options.severity.empty()) fields.emplace_back("severity", options.severity);
        if (options.offset > 0) fields.emplace_back("offset", std::to_string(options.offset));
        return finish(api.get(fmt::format("{}?{}", incidents, write_form(fields))));
    }

    int declare() {
        auto made = body();
        auto rest = std::string_view(text);
        if (!options.severity.empty()) {
            made["severity"] = options.severity;
        } else if (const auto severity = commands::take_severity(rest)) {
            made["severity"] = key_of(*severity);
        }
        made["title"] = rest;
        return finish(api.post(std::string(incidents), made, options.key));
    }

    // The one that is named, else the only one that is open. The error is the exit code.
    std::expected<std::string, int> target() {
        auto rest = std::string_view(text);
        const auto named = commands::take_target(rest);
        // "severity 2 reason": the number is the severity, unless another one follows.
        auto after = rest;
        const bool is_argument = named.kind == Target::Kind::bare_number && options.verb == "severity" &&
                                 !commands::take_severity(after);
        if ((named.kind == Target::Kind::named || named.kind == Target::Kind::bare_number) && !is_argument) {
            text = std::string(rest);
            return std::to_string(named.number.value());
        }
        if (options.verb == "reopen") return std::unexpected(usage("Which incident? Name it: INC-42."));
        const auto open = api.get(std::string(incidents));
        if (!open) return std::unexpected(api_failed(open.error()));
        if (!open->good()) return std::unexpected(api_refused(*open));
        const auto answer = open->json();
        const auto& found = member(answer, "incidents");
        if (found.size() == 1) return std::to_string(int_of(found.front(), "number"));
        if (found.empty()) return std::unexpected(usage("No incident is open. Name one: INC-42."));
        std::vector<std::string> names;
        for (const auto& one : found) names.push_back(text_of(one, "id"));
        return std::unexpected(usage(fmt::format("Which incident? These are open: {}.", join(names, ", "))));
    }

    int change(const std::string& path) {
        auto made = body();
        auto rest = std::string_view(text);
        if (options.verb == "severity") {
            const auto to = commands::take_severity(rest);
            if (!to) return usage("Which severity? Write it like: tocsin incident severity INC-42 2 reason.");
            made["severity"] = key_of(*to);
        } else if (options.verb == "status") {
            made["status"] = commands::take_word(rest);
        } else if (!options.status.empty()) {
            made["status"] = options.status;
        }
        made["text"] = rest;
        return finish(api.post(path + "/" + options.verb, made, options.key));
    }

    int run() {
        if (options.verb == "list") return list();
        if (options.verb == "declare") return declare();
        const auto number = target();
        if (!number) return number.error();
        const auto path = fmt::format("{}/{}", incidents, *number);
        if (options.verb == "show") return finish(api.get(path));
        if (options.verb == "timeline") return finish(api.get(path + "/timeline"));
        // Without a status to set it is asked for.
        if (options.verb == "status" && trim(text).empty()) return finish(api.get(path));
        return change(path);
    }
};

Scope scope_of(const std::string& verb) {
    if (verb == "declare") return Scope::declare;
    return verb == "list" || verb == "show" || verb == "timeline" ? Scope::read : Scope::act;
}

}  // namespace

int incident(const Common& common, const IncidentOptions& options) {
    auto api = ApiClient::find(common, options.url, scope_of(options.verb), WithoutBot::works_on_the_store);
    if (!api) return api.error();
    return Call{*std::move(api), common, options, join(options.words, " ")}.run();
}

}  // namespace tocsin::app
