#include "bot/engine/removals.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "bot/base/foreign_json.h"
#include "bot/base/log.h"
#include "bot/engine/api_body.h"
#include "bot/engine/json_answer.h"
#include "storage/redaction.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;
using storage::Identity;
using storage::Redaction;

constexpr int incidents_at_once = 50;
constexpr int most_open = 1000;
constexpr std::size_t most_known = 100;  // of each kind that a request may name

bool is_slack_user(std::string_view text) {
    return text.size() >= 8 && (text[0] == 'U' || text[0] == 'W') &&
           std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

void add_texts(const json& list, std::set<std::string>& to) {
    if (!list.is_array()) return;
    for (const auto& text : list) {
        if (text.is_string() && text.get_ref<const std::string&>().size() >= storage::shortest_name &&
            to.size() < most_known)
            to.insert(text.get<std::string>());
    }
}

json known_json(const Identity& who) {
    return {{"users", who.users}, {"people", who.people}, {"names", who.names}, {"addresses", who.addresses}};
}

struct Removal {
    Workbench& bench;
    const ApiAsked& asked;
    json body;
    Identity who{};

    bool only_count() const { return bool_of(body, "dry_run"); }
    IncidentNumber after() const { return IncidentNumber{int_of(body, "after")}; }

    const Person* configured() const {
        const auto& rules = bench.rules();
        for (const auto& [id, person] : rules.people) {
            if (who.people.contains(id.str()) || who.users.contains(person.slack.str())) return &person;
        }
        return nullptr;
    }

    void add_address(std::string_view address) {
        if (!address.empty()) who.addresses.emplace(address);
    }

    // What the request, the configuration and the store's own rows about the person say.
    void learn() {
        (is_slack_user(asked.about) ? who.users : who.people).insert(asked.about);
        const auto& known = member(body, "known");
        add_texts(member(known, "users"), who.users);
        add_texts(member(known, "people"), who.people);
        add_texts(member(known, "names"), who.names);
        add_texts(member(known, "addresses"), who.addresses);
        if (const auto* person = configured()) {
            who.people.insert(person->id.str());
            who.names.insert(person->name);
            if (!person->slack.empty()) who.users.insert(person->slack.str());
            add_address(person->phone);
            add_address(person->email);
        }
        for (const auto& person : who.people) {
            const auto contacts = bench.tx().contacts(PersonId{person});
            if (contacts.phone) add_address(contacts.phone->address);
            if (contacts.email) add_address(contacts.email->address);
            if (contacts.no_texts) add_address(contacts.no_texts->number);
        }
        for (const auto& user : who.users) {
            const auto known_user = bench.tx().user(UserId{user});
            if (known_user && known_user->name.size() >= storage::shortest_name && known_user->name != user)
                who.names.insert(known_user->name);
        }
    }

    Expected<void> may_begin() const {
        if (const auto* person = configured()) {
            return fail(ErrorKind::conflict,
                        fmt::format("{} is under people of the configuration. Nothing was removed. Take them "
                                    "out of it, reload, and try again.",
                                    person->id.str()));
        }
        for (const auto& open : bench.tx().incidents(storage::ListFilter::open, most_open)) {
            auto probe = Redaction::of_person(who, 0, true);
            bench.tx().redact(open.number, probe, true);
            if (!probe.met()) continue;
            return fail(ErrorKind::conflict,
                        fmt::format("{} takes part in {}, which is open. Nothing was removed. Resolve it "
                                    "first.",
                                    asked.about, name_of(open)));
        }
        return {};
    }

    void keep_stops() const {
        for (const auto& person : who.people) {
            const auto contacts = bench.tx().contacts(PersonId{person});
            if (contacts.no_texts) bench.tx().keep_stopped(contacts.no_texts->number);
        }
    }

    void forget_in_memory() const {
        auto& state = bench.state();
        for (const auto& user : who.users) {
            state.users.erase(UserId{user});
            state.homes.erase(UserId{user});
        }
        for (const auto& id : who.people) {
            const PersonId person{id};
            state.on_call.contacts.erase(person);
            state.asked_back.erase(person);
            std::erase_if(state.on_call.unreachable, [&](const auto& lost) { return lost.first == person; });
        }
        state.load_overrides(bench.tx());
        state.page_is_stale = true;
    }

    Expected<json> carry_out() {
        learn();
        const bool first = after().value() == 0;
        std::int64_t number = int_of(body, "as");
        if (!only_count()) {
            if (auto may = may_begin(); !may) return std::unexpected(may.error());
            if (number == 0) number = bench.tx().next_removed_person();
        }
        auto redaction = Redaction::of_person(who, number, bool_of(body, "keep_words"));
        json records = json::array();
        if (first) {
            if (!only_count()) keep_stops();
            for (const auto& [what, rows] : bench.tx().redact_records(redaction, only_count()))
                records.push_back({{"what", what}, {"rows", rows}});
            if (!only_count()) {
                forget_in_memory();
                log::info("a person's data is being removed",
                          {{"as", storage::removed_person(number).str()}});
            }
        }
        int incidents = 0, entries = 0;
        const auto numbers = bench.tx().incident_numbers(after(), incidents_at_once);
        for (const auto incident : numbers) {
            const auto changed = bench.tx().redact(incident, redaction, only_count());
            entries += changed;
            incidents += changed > 0 ? 1 : 0;
        }
        const bool more = std::ssize(numbers) == incidents_at_once;
        return json{{"as", number},
                    {"known", known_json(redaction.identity())},
                    {"records", std::move(records)},
                    {"incidents", incidents},
                    {"entries", entries},
                    {"next", more ? json(numbers.back().value()) : json()}};
    }
};

}  // namespace

channels::HttpAnswer take_removal(Workbench& bench, const ApiAsked& asked) {
    auto body = body_in(asked.body);
    if (!body) return json_refusal(body.error());
    auto done = Removal{bench, asked, *std::move(body)}.carry_out();
    if (!done) return json_refusal(done.error());
    return json_answer(200, json{{"removal", *std::move(done)}});
}

void find_stopped(Workbench& bench) {
    std::vector<Person> people;
    for (const auto& [id, person] : bench.rules().people) {
        if (!person.phone.empty() && bench.tx().is_stopped(person.phone)) people.push_back(person);
    }
    for (const auto& person : people) {
        auto contacts = bench.tx().contacts(person.id);
        contacts.no_texts = NoTexts{person.phone, bench.now()};
        bench.tx().forget_stopped(person.phone);
        bench.record(contacts);
    }
}

}  // namespace tocsin::engine
