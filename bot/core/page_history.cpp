#include "bot/core/page_history.h"

namespace tocsin {

std::vector<PageHistory> page_histories(const std::vector<Event>& timeline) {
    std::vector<PageHistory> histories;
    Incident incident;
    for (const auto& event : timeline) {
        incident = apply(std::move(incident), event);
        const auto& pages = incident.paging.pages;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            if (i == histories.size()) {
                histories.push_back({pages[i], {{PageState::queued, pages[i].queued}}});
                if (pages[i].state == PageState::queued) continue;
            }
            const bool moved = histories[i].page.state != pages[i].state;
            histories[i].page = pages[i];
            if (moved) histories[i].states.emplace_back(pages[i].state, pages[i].changed);
        }
    }
    return histories;
}

}  // namespace tocsin
