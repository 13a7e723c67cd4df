#include "bot/engine/page_rights.h"

#include <fmt/format.h>

namespace tocsin::engine {

Expected<void> may_besides(Workbench& bench, Right right, const Actor& paged, const Incident& incident) {
    // Without an account in Slack they were paged by the configuration alone: it names responders.
    if (paged.user.empty()) return {};
    // Who has it, has it: also when Slack closed their account in the middle of the night.
    if (is_same(incident.lead, paged) || is_same(incident.paging.answered_by, paged)) return {};
    const auto verdict = may(right, bench.user(paged.user), &incident, bench.rules());
    if (verdict == Verdict::yes || verdict == Verdict::join_first) return {};
    const auto* who = right == Right::finish ? "Only responders in it resolve" : "Only those in it update";
    return fail(ErrorKind::forbidden, fmt::format("{} {}. Nothing was changed. Acknowledge it or join first.",
                                                  who, name_of(incident)));
}

}  // namespace tocsin::engine
