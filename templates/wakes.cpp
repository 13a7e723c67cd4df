#include "templates/wakes.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/core/local_time.h"

namespace tocsin::templates {

WakeFacts wake_facts(const Wake& wake, const RenderContext& context) {
    WakeFacts facts;
    if (wake.level > 1) {
        facts.instead = names_with_roles(wake.orders, context);
        return facts;
    }
    if (wake.waits) {
        const auto local = local_words(*wake.waits, context.rules.business_hours.timezone);
        facts.when = fmt::format("on {} at {}", local.weekday, local.clock);
    }
    for (const auto& order : wake.orders) {
        facts.people.push_back({order.to, order.role, {}});
        for (const auto means : order.via) {
            if (std::ranges::find(facts.via, means) == facts.via.end()) facts.via.push_back(means);
        }
    }
    return facts;
}

}  // namespace tocsin::templates
