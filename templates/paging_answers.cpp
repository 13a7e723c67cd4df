#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/answers.h"
#include "templates/notice.h"
#include "templates/paging_words.h"

namespace tocsin::templates::answer {
namespace {

constexpr std::size_t shown_pages = 30;
constexpr std::size_t detail_units = 150;
constexpr std::size_t shown_id = 34;  // of the longest that providers give

std::string line(const PageHistory& history, const RenderContext& context) {
    const auto& page = history.page;
    std::vector<std::string> states;
    for (const auto& [state, at] : history.states)
        states.push_back(fmt::format("{} {}", ledger_words(state), format_clock_seconds(at)));
    auto text = fmt::format("*{}.* {}{}, level {}, {}: {}", page.number, mention_of(page.to, context),
                            page.role.empty() ? "" : fmt::format(" ({})", slack::typed_line(page.role)),
                            page.level, means_nouns({page.means}), join(states, ", "));
    if (!page.detail.empty())
        text += fmt::format(" ({})", slack::cut_markup(slack::typed_line(page.detail), detail_units));
    if (!page.provider.empty()) {
        text += fmt::format("  _{}{}_", slack::typed_line(page.provider),
                            page.provider_id.empty()
                                ? ""
                                : " " + slack::cut_markup(slack::typed_line(page.provider_id), shown_id));
    }
    return text;
}

}  // namespace

slack::Message pages(const Incident& incident, const std::vector<PageHistory>& pages,
                     const RenderContext& context) {
    if (pages.empty()) return sentence(fmt::format("Nobody was paged for {}.", name_of(incident)));
    slack::Blocks blocks(slack::block::answer, 1);
    const auto head = fmt::format("Pages of {}, newest first, times in UTC:", name_of(incident));
    blocks.section("head", head);
    const auto shown = std::min(pages.size(), shown_pages);
    for (std::size_t i = 0; i < shown; ++i) {
        blocks.section(fmt::format("page.{}", i), line(pages[pages.size() - 1 - i], context));
    }
    if (shown < pages.size()) {
        blocks.context("foot", {fmt::format("{} older pages are in the export of {}.", pages.size() - shown,
                                            name_of(incident))});
    }
    return {summary(head), blocks.take(), nullptr};
}

}  // namespace tocsin::templates::answer
