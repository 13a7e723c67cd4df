#include "bot/engine/removals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "bot/base/foreign_json.h"
#include "bot/base/log.h"
#include "bot/engine/api_body.h"
#include "bot/engine/json_answer.h"
#include "storage/redaction.h"
#include "storage/unreadable.h"

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

// Where the next piece begins: in the rows beside incidents ("rows/4/17"), or behind an incident ("42").
struct Place {
    storage::RecordsPlace records;
    IncidentNumber incident{};

    bool is_start() const { return records == storage::RecordsPlace{}; }
};

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Place read_place(std::string_view text) {
    constexpr std::string_view rows = "rows/";
    Place place;
    if (text.starts_with(rows)) {
        text.remove_prefix(rows.size());
        const auto slash = std::min(text.find('/'), text.size());
        place.records.table = static_cast<std::size_t>(std::max<std::int64_t>(number_of(text), 0));
        place.records.key = text.substr(std::min(slash + 1, text.size()));
    } else if (!text.empty()) {
        place.records.at_end = true;
        place.incident = IncidentNumber{number_of(text)};
    }
    return place;
}

std::string written(const Place& place) {
    if (place.records.at_end) return std::to_string(place.incident.value());
    return fmt::format("rows/{}/{}", place.records.table, place.records.key);
}

struct Removal {
    Workbench& bench;
    const ApiAsked& asked;
    json body;
    Identity who{};
    json left = json::array();  // sentences

    bool only_count() const { return bool_of(body, "dry_run"); }

    bool is_them(const Actor& actor) const {
        return who.people.contains(actor.person.str()) || who.users.contains(actor.user.str());
    }

    bool owns_what_waits(const Incident& incident) const {
        const auto is_theirs = [&](const ActionItem& item) { return !item.done && is_them(item.owner); };
        return (awaits_post_mortem(incident) && is_them(post_mortem_owner(incident))) ||
               std::ranges::any_of(incident.actions, is_theirs);
    }

    // What cannot be gone through is named and left as it is; 0 then.
    int redact(IncidentNumber number, Redaction& redaction, bool only_look) {
        try {
            return bench.tx().redact(number, redaction, only_look);
        } catch (const storage::UnreadableValue& error) {
            log::error("an incident does not verify and was left as it is; run tocsin verify",
                       {{"incident", std::to_string(number.value())}, {"error", error.what()}});
            left.push_back(fmt::format("INC-{} does not verify; it was left as it is. Run tocsin verify.",
                                       number.value()));
            return 0;
        }
    }

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

    // Of one that does not verify what is known counts.
    bool takes_part_in(const Incident& incident) const {
        auto probe = Redaction::of_person(who, 0, true);
        try {
            bench.tx().redact(incident.number, probe, true);
        } catch (const storage::UnreadableValue&) {
            return std::ranges::any_of(
                who.users, [&](const auto& user) { return is_participant(incident, UserId{user}); });
        }
        return probe.met();
    }

    Expected<void> nothing_is_left() const {
        if (const auto* person = configured()) {
            return fail(ErrorKind::conflict,
                        fmt::format("{} is under people of the configuration. Nothing was removed. Take them "
                                    "out of it, reload, and try again.",
                                    person->id.str()));
        }
        for (const auto& open : bench.tx().incidents(storage::ListFilter::open, most_open)) {
            if (!takes_part_in(open)) continue;
            return fail(ErrorKind::conflict,
                        fmt::format("{} takes part in {}, which is open. Nothing was removed. Resolve it "
                                    "first.",
                                    asked.about, name_of(open)));
        }
        for (const auto& waiting : bench.tx().incidents_waiting(most_open)) {
            if (!owns_what_waits(waiting)) continue;
            return fail(
                ErrorKind::conflict,
                fmt::format("{} owns an action item or the post-mortem of {}, which is still to be "
                            "done. Nothing was removed. Give it to somebody else, or finish it first.",
                            asked.about, name_of(waiting)));
        }
        return {};
    }

    Expected<void> may_begin() const {
        try {
            return nothing_is_left();
        } catch (const storage::UnreadableValue&) {
            return fail(
                ErrorKind::conflict,
                fmt::format("An incident of which something is still to be done cannot be read: nobody "
                            "knows whether {} has a part in it. Nothing was removed. Run tocsin verify.",
                            asked.about));
        }
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
        auto place = read_place(text_of(body, "after"));
        std::int64_t number = int_of(body, "as");
        if (!only_count()) {
            if (place.is_start()) {
                if (auto may = may_begin(); !may) return std::unexpected(may.error());
            }
            if (number == 0) number = bench.tx().next_removed_person();
        }
        auto redaction = Redaction::of_person(who, number, bool_of(body, "keep_words"));
        redaction.place = place.records;
        json records = json::array();
        if (!redaction.place.at_end) {
            if (!only_count() && place.is_start()) begin(number);
            for (const auto& [what, rows] : bench.tx().redact_records(redaction, only_count()))
                records.push_back({{"what", what}, {"rows", rows}});
            for (const auto& row : redaction.unreadable)
                left.push_back(fmt::format("The {} cannot be read; it was left as it is.", row));
            if (!only_count()) forget_in_memory();
            place.records = redaction.place;
        }
        int incidents = 0, entries = 0;
        bool more = true;
        if (place.records.at_end) {
            const auto numbers = bench.tx().incident_numbers(place.incident, incidents_at_once);
            for (const auto incident : numbers) {
                const auto changed = redact(incident, redaction, only_count());
                entries += changed;
                incidents += changed > 0 ? 1 : 0;
                place.incident = incident;
            }
            more = std::ssize(numbers) == incidents_at_once;
        }
        return json{{"as", number},
                    {"known", known_json(redaction.identity())},
                    {"records", std::move(records)},
                    {"incidents", incidents},
                    {"entries", entries},
                    {"left", std::move(left)},
                    {"next", more ? json(written(place)) : json()}};
    }

    void begin(std::int64_t number) const {
        keep_stops();
        log::info("a person's data is being removed", {{"as", storage::removed_person(number).str()}});
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
