#include "bot/engine/tracing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>

#include "bot/base/text.h"

namespace tocsin::engine {
namespace {

using Fields = std::vector<log::Field>;

long long number(IncidentNumber incident) {
    return incident.value();
}

std::string name_of_actor(const Actor& who) {
    if (!who.person.empty()) return who.person.str();
    return who.user.empty() ? "tocsin" : who.user.str();
}

// "dana: phone, sms; lee: slack"
std::string people_of(const std::vector<PageOrder>& orders) {
    std::vector<std::string> people;
    for (const auto& order : orders) {
        std::vector<std::string> via;
        for (const auto means : order.via) via.emplace_back(key_of(means));
        people.push_back(name_of_actor(order.to) + ": " + join(via, ", "));
    }
    return join(people, "; ");
}

// What a fact says besides its kind; of the others the kind is enough.
struct Details {
    const Incident& before;
    Fields& fields;

    void operator()(const event::Declared& declared) const {
        fields.emplace_back("severity", key_of(declared.severity));
        if (!declared.service.empty()) fields.emplace_back("service", declared.service.str());
    }
    void operator()(const event::Paged& paged) const {
        fields.emplace_back("cause", key_of(paged.cause));
        fields.emplace_back("level", static_cast<long long>(paged.level));
        fields.emplace_back("people", people_of(paged.orders));
        if (paged.next_due) fields.emplace_back("next_due", format_rfc3339(*paged.next_due));
    }
    void operator()(const event::PageMoved& moved) const {
        fields.emplace_back("page", static_cast<long long>(moved.page));
        fields.emplace_back("to", key_of(moved.to));
        if (!moved.provider.empty()) fields.emplace_back("provider", moved.provider);
        if (const auto* page = page_of(before, moved.page)) {
            fields.emplace_back("means", key_of(page->means));
            fields.emplace_back("person", name_of_actor(page->to));
        }
    }
    void operator()(const event::PagingEnded& ended) const { fields.emplace_back("end", key_of(ended.end)); }
    void operator()(const event::Acknowledged& acknowledged) const {
        if (acknowledged.page > 0) fields.emplace_back("page", static_cast<long long>(acknowledged.page));
    }
    void operator()(const auto&) const {}
};

template <typename Wish>
IncidentNumber incident_of(const Wish& wish) {
    if constexpr (requires {
                      { wish.incident } -> std::convertible_to<IncidentNumber>;
                  }) {
        return wish.incident;
    } else if constexpr (requires { wish.incident; }) {  // as people call it
        return parse_incident(wish.incident).value_or(IncidentNumber{});
    } else {
        return {};
    }
}
template <typename Wish>
int page_of_wish(const Wish& wish) {
    if constexpr (requires {
                      { wish.page } -> std::convertible_to<int>;
                      wish.incident;
                  }) {
        return wish.page;
    } else {
        return 0;
    }
}

}  // namespace

void log_event(const Incident& before, const Event& event) {
    Fields fields{{"incident", number(event.incident)},
                  {"event", static_cast<long long>(event.sequence)},
                  {"by", name_of_actor(event.by)}};
    std::visit(Details{before, fields}, event.body);
    const log::Scope scope(std::move(fields));
    log::info(replace_all(std::string(kind_of(event.body)), "_", " "));
}

log::Scope timer_scope(std::string_view key) {
    constexpr std::array of_incidents{"escalate", "again",  "remind", "joins",
                                      "age",      "target", "ask",    "alarm"};
    Fields fields{{"timer", key}};
    const auto words = split(key, '/');
    std::int64_t incident = 0;
    if (words.size() > 1 && std::ranges::find(of_incidents, words[0]) != of_incidents.end())
        std::from_chars(words[1].data(), words[1].data() + words[1].size(), incident);
    if (incident > 0) fields.emplace_back("incident", static_cast<long long>(incident));
    return log::Scope(std::move(fields));
}

log::Scope wish_scope(OutboxId row, const outgoing::Wish& wish) {
    Fields fields{{"row", static_cast<long long>(row.value())}};
    std::visit(
        [&](const auto& what) {
            if (const auto incident = incident_of(what); incident.value() > 0)
                fields.emplace_back("incident", number(incident));
            if (const auto page = page_of_wish(what); page > 0)
                fields.emplace_back("page", static_cast<long long>(page));
        },
        wish);
    return log::Scope(std::move(fields));
}

}  // namespace tocsin::engine
