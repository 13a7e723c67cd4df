#include "bot/engine/call_talk.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/engine/reports.h"
#include "templates/call_steps.h"
#include "templates/page_texts.h"

namespace tocsin::engine {
namespace {

constexpr int menu_repeats = 2;  // said three times in all
constexpr int question_repeats = 1;
constexpr int most_looked_at = 200;  // open incidents
constexpr std::string_view menu_for_all = "menu-all";

using channels::Speech;
using templates::Sentences;

Speech last_words(Sentences sentences) {
    return {std::move(sentences), false, "", 0};
}

Speech asking(Sentences sentences, std::string step, int repeats = question_repeats) {
    return {std::move(sentences), true, std::move(step), repeats};
}

// The newest page to them, when there is one.
const Page* page_to(const Incident& incident, const Actor& person) {
    const auto& pages = incident.paging.pages;
    const auto newest = std::ranges::find_if(pages.rbegin(), pages.rend(),
                                             [&](const Page& page) { return is_same(page.to, person); });
    return newest == pages.rend() ? nullptr : &*newest;
}

// Open incidents that they were paged for, newest first.
std::vector<Incident> paged_for(Workbench& bench, const Actor& person) {
    auto open = bench.tx().incidents(storage::ListFilter::open, most_looked_at);
    std::erase_if(open, [&](const Incident& incident) { return page_to(incident, person) == nullptr; });
    return open;
}

// Of which how many wait for an answer.
std::size_t open_pages(Workbench& bench, const Actor& person) {
    const auto paged = paged_for(bench, person);
    return static_cast<std::size_t>(
        std::ranges::count_if(paged, [](const Incident& incident) { return is_unanswered(incident.state); }));
}

// Whether one key for all was offered.
std::string menu_step(std::size_t waiting) {
    return std::string(waiting > 1 ? menu_for_all : "menu");
}

Sentences operator+(Sentences a, const Sentences& b) {
    std::ranges::copy(b, std::back_inserter(a));
    return a;
}

struct Talk {
    Workbench& bench;
    const Incident& incident;
    const Page& page;
    const channels::KeyPressed& heard;
    bool first_time;

    const templates::RenderContext& context() const { return bench.render(); }
    bool is_step(std::string_view name) const { return heard.step.starts_with(name); }

    // A question belongs to the level at which it was asked: the same key later is another answer.
    std::string step_here(std::string_view name) const {
        return fmt::format("{}/{}.{}", name, incident.paging.round, incident.paging.level);
    }

    Speech menu(Sentences before = {}) const {
        const auto waiting = open_pages(bench, page.to);
        return asking(std::move(before) + templates::page_menu(waiting), menu_step(waiting), menu_repeats);
    }

    // As the person who was paged. What was done before is not done again.
    Expected<Incident> act(CommandBody command) const {
        if (!first_time) return *bench.tx().incident(incident.number);
        return bench.act(incident, {page.to, via_of(page.means), std::move(command)});
    }

    Speech whole_page() const {
        if (!is_open(incident.state)) return last_words(templates::call_over(incident));
        if (!is_unanswered(incident.state)) return too_late(incident);
        return call_begins(bench, incident, page.to, true);
    }

    Speech too_late(const Incident& now) const {
        if (is_same(now.paging.answered_by, page.to))
            return last_words(templates::call_acknowledged(now, context()));
        return asking(templates::call_too_late(now, context()), "late", 0);
    }

    Speech acknowledge() const {
        if (!is_open(incident.state)) return last_words(templates::call_over(incident));
        if (!is_unanswered(incident.state)) return too_late(incident);
        const auto after = act(command::Acknowledge{page.number});
        if (!after) return last_words(templates::call_refused(after.error().message));
        return too_late(*after);
    }

    Speech acknowledge_all() const {
        std::vector<Incident> theirs;
        for (auto& one : paged_for(bench, page.to)) {
            if (first_time && is_unanswered(one.state)) {
                const auto after = bench.act(
                    one, {page.to, via_of(page.means), command::Acknowledge{page_to(one, page.to)->number}});
                if (!after) continue;  // what holds for one holds back no other
                one = *after;
            }
            if (is_same(one.paging.answered_by, page.to)) theirs.push_back(std::move(one));
        }
        if (theirs.empty()) return whole_page();
        return last_words(templates::call_acknowledged_all(theirs, context()));
    }

    Speech join() const {
        const auto after = act(command::Join{});
        if (!after) return last_words(templates::call_refused(after.error().message));
        return last_words(templates::call_joined(*after));
    }

    Speech ask_escalation() const {
        const auto paging = bench.facts(incident).paging;
        const auto next = paging && paging->next ? std::move(paging->next->who) : std::vector<PageOrder>{};
        return asking(templates::call_confirm_escalation(next, context()), step_here("confirm-2"));
    }

    Speech escalate() const {
        // Meanwhile the level that the question was about has fired by itself.
        const bool has_fired = heard.step.contains('/') && heard.step != step_here("confirm-2");
        if (has_fired)
            return asking(templates::call_escalated(newest_orders(incident.paging), context()), "menu");
        const auto pages_before = incident.paging.pages.size();
        const auto after = act(command::Escalate{});
        if (!after) return last_words(templates::call_refused(after.error().message));
        const bool nobody = after->paging.pages.size() == pages_before;
        return asking(templates::call_escalated(
                          nobody ? std::vector<PageOrder>{} : newest_orders(after->paging), context()),
                      "menu");
    }

    Speech pass_on() const {
        const auto pages_before = incident.paging.pages.size();
        const auto after = act(command::PassOn{});
        if (!after) return last_words(templates::call_refused(after.error().message));
        const bool nobody = after->paging.pages.size() == pages_before;
        return last_words(templates::call_passed_on(
            nobody ? std::vector<PageOrder>{} : newest_orders(after->paging), context()));
    }

    Speech silence() const {
        if (heard.silence > menu_repeats)
            return last_words(templates::call_unanswered(incident, bench.now()));
        if (is_step("confirm-2")) return ask_escalation();
        if (is_step("confirm-3")) return asking(templates::call_confirm_pass_on(), heard.step);
        if (is_step("late")) return last_words({"Goodbye."});
        return menu();
    }

    Speech key() const {
        if (heard.key == "1") return is_step("late") ? join() : acknowledge();
        if (heard.key == "4" && is_step(menu_for_all)) return acknowledge_all();
        if (!is_open(incident.state)) return last_words(templates::call_over(incident));
        if (heard.key == "2") return is_step("confirm-2") ? escalate() : ask_escalation();
        if (heard.key == "3")
            return is_step("confirm-3") ? pass_on()
                                        : asking(templates::call_confirm_pass_on(), step_here("confirm-3"));
        if (heard.key == "9" || heard.key == "*") return whole_page();
        return menu(templates::call_wrong_key());
    }
};

}  // namespace

channels::Speech call_begins(Workbench& bench, const Incident& incident, const Actor& to, bool hears_keys) {
    const auto& context = bench.render();
    if (!hears_keys) return {templates::page_call_without_keys(incident, context), false, "", menu_repeats};
    const auto waiting = open_pages(bench, to);
    return {templates::page_call(incident, waiting, context) + templates::page_menu(waiting), true,
            menu_step(waiting), menu_repeats};
}

channels::Speech call_says(Workbench& bench, const Incident& incident, const Page& page,
                           const channels::KeyPressed& heard, bool first_time) {
    if (heard.by_machine) return last_words(templates::page_voicemail(incident, bench.render()));
    const Talk talk{bench, incident, page, heard, first_time};
    if (heard.step.empty()) return talk.whole_page();
    return heard.key.empty() ? talk.silence() : talk.key();
}

std::vector<PageOrder> newest_orders(const Paging& paging) {
    std::vector<PageOrder> orders;
    for (const auto& page : paging.pages) {
        if (page.queued != paging.pages.back().queued) continue;
        if (orders.empty() || !is_same(orders.back().to, page.to)) orders.push_back({page.to, page.role, {}});
        orders.back().via.push_back(page.means);
    }
    return orders;
}

}  // namespace tocsin::engine
