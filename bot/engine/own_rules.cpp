#include "bot/engine/own_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/engine/pages.h"

namespace tocsin::engine {
namespace {

std::string prefix_of(IncidentNumber incident) {
    return fmt::format("later/{}/", incident.value());
}
std::string key_of_page(IncidentNumber incident, int page) {
    return fmt::format("{}{}", prefix_of(incident), page);
}

std::optional<storage::PageRef> page_in(std::string_view key) {
    const auto parts = split(key, '/');
    if (parts.size() != 3) return std::nullopt;
    std::int64_t incident = 0;
    storage::PageRef page;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), incident);
    std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), page.page);
    page.incident = IncidentNumber{incident};
    return page;
}

std::vector<Means> together_with(const Page& page, const Incident& incident) {
    std::vector<Means> means;
    for (const auto& other : incident.paging.pages) {
        if (other.queued == page.queued && is_same(other.to, page.to)) means.push_back(other.means);
    }
    return means;
}

std::string zone_of(Workbench& bench, const Page& page) {
    const auto person = bench.rules().people.find(page.to.person);
    if (person != bench.rules().people.end() && !person->second.timezone.empty())
        return person->second.timezone;
    return bench.user(page.to.user).timezone;
}

}  // namespace

Time leaves_at(Workbench& bench, const Incident& incident, const Page& page) {
    const auto& all = bench.on_call().contacts;
    const auto own = all.find(page.to.person);
    if (own == all.end()) return bench.now();
    const auto& contacts = own->second;
    auto at = bench.now() + delay_of(contacts, incident.severity, page.means, together_with(page, incident));
    if (incident.severity == Severity::sev3 && contacts.quiet && !is_quiet(page.means)) {
        if (const auto end = quiet_until(*contacts.quiet, zone_of(bench, page), bench.now()))
            at = std::max(at, *end);
    }
    return at;
}

void send_later(Workbench& bench, const Incident& incident, const Page& page, Time at) {
    bench.tx().set_timer({key_of_page(incident.number, page.number), at, "duty", "", 0});
}

void fire_later(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const auto ref = page_in(timer.key);
    const auto incident = ref ? bench.tx().incident(ref->incident) : std::nullopt;
    const auto* page = incident ? page_of(*incident, ref->page) : nullptr;
    if (page != nullptr && page->state == PageState::queued) put_out(bench, *incident, *page);
}

void hurry(Workbench& bench, const Incident& incident, const PersonId& person) {
    for (const auto& timer : bench.tx().timers_with_prefix(prefix_of(incident.number))) {
        const auto ref = page_in(timer.key);
        const auto* page = ref ? page_of(incident, ref->page) : nullptr;
        if (page == nullptr || person.empty() || page->to.person == person) fire_later(bench, timer);
    }
}

}  // namespace tocsin::engine
