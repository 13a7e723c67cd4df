#include "bot/engine/page_rights.h"

#include <fmt/format.h>

namespace tocsin::engine {

Expected<void> may_besides(Workbench& bench, Right right, const Actor& paged, const Incident& incident) {
    // Without an account in Slack they were paged by the configuration alone: it names responders.
    if (paged.user.empty()) return {};
    const auto verdict = may(right, bench.user(paged.user), &incident, bench.rules());
    if (verdict == Verdict::yes || verdict == Verdict::join_first) return {};
    const auto* who = right == Right::finish ? "Only responders resolve" : "Only those who take part update";
    return fail(ErrorKind::forbidden, fmt::format("{} {}. Nothing was changed.", who, name_of(incident)));
}

}  // namespace tocsin::engine
