#include "bot/engine/one_round.h"

namespace tocsin::engine {

const channels::Channel* provider_at(Workbench& bench, Means means, int attempt) {
    const auto& providers = bench.settings().channels.providers_for(means);
    return attempt < static_cast<int>(providers.size()) ? providers[static_cast<std::size_t>(attempt)].get()
                                                        : nullptr;
}

std::string refusal_in(const channels::Outcome& outcome) {
    if (const auto* retry = std::get_if<channels::Retry>(&outcome)) return retry->reason;
    if (const auto* rejected = std::get_if<channels::Rejected>(&outcome)) return rejected->reason;
    return "";
}

}  // namespace tocsin::engine
