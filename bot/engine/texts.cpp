#include "bot/engine/texts.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/log.h"

namespace tocsin::engine {
namespace {

constexpr Duration worth_sending = 10min;
constexpr Duration pause_between_rounds = 10s;
constexpr int most_rounds = 3;  // through all providers
constexpr std::size_t nonce_bytes = 16;

const std::vector<std::shared_ptr<const channels::Channel>>& carriers(Workbench& bench) {
    return bench.settings().channels.providers_for(Means::sms);
}

}  // namespace

void send_text(Workbench& bench, const PersonId& id, std::string text, const std::string& incident) {
    const auto person = bench.rules().people.find(id);
    if (person == bench.rules().people.end() || person->second.phone.empty() || carriers(bench).empty())
        return;
    if (bench.state().on_call.unreachable.contains({id, Means::sms})) return;
    bench.send(outgoing::SendText{id, std::move(text), incident}, storage::Priority::answer,
               bench.now() + worth_sending);
}

Prepared prepare_text(Workbench& bench, const storage::OutboxRow& row, const outgoing::SendText& wish) {
    const auto& providers = carriers(bench);
    const auto person = bench.rules().people.find(wish.person);
    if (providers.empty() || person == bench.rules().people.end()) return NotWanted{};
    const auto& channel = *providers[static_cast<std::size_t>(row.attempts) % providers.size()];
    channels::Dispatch dispatch;
    dispatch.key = fmt::format("text/{}", row.id.value());
    dispatch.incident = wish.incident;
    dispatch.content = channels::Text{person->second.phone, wish.text};
    auto request = channel.request(dispatch, {bench.now(), random_token(nonce_bytes)});
    if (!request) return NotWanted{};
    return Ready{*std::move(request), fmt::format("{}/sms", channel.provider()), "", "", {}};
}

std::optional<Duration> take_text_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::SendText& wish, const channels::Answer& answer) {
    const auto& providers = carriers(bench);
    if (providers.empty()) return std::nullopt;
    const auto tries = static_cast<std::size_t>(row.attempts);
    const auto& channel = *providers[tries % providers.size()];
    const auto outcome = channel.outcome(answer);
    if (std::holds_alternative<channels::Accepted>(outcome)) return std::nullopt;
    const auto* retry = std::get_if<channels::Retry>(&outcome);
    const auto* rejected = std::get_if<channels::Rejected>(&outcome);
    const bool last_of_round = (tries + 1) % providers.size() == 0;
    const bool for_good = rejected != nullptr && rejected->why != channels::Rejected::Why::configuration;
    if (tries + 1 >= most_rounds * providers.size() || (for_good && last_of_round)) {
        log::warn("a text is given up", {{"person", wish.person.str()},
                                         {"provider", channel.provider()},
                                         {"reason", retry ? retry->reason : rejected->reason}});
        return std::nullopt;
    }
    if (!last_of_round) return Duration{0};
    return std::max(retry ? retry->after : Duration{0}, pause_between_rounds);
}

}  // namespace tocsin::engine
