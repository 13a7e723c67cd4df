#include "bot/engine/accounts.h"

#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"

namespace tocsin::engine {
namespace {

constexpr Duration asked_every = 24h;
constexpr int asked_at_once = 5;  // whoever presses a button is asked about in the same lane, and waits
constexpr std::string_view round_note = "slack/accounts";

// Of questions: "2025-01-21T14:32:00Z lee" while it goes on behind Lee, without a name when it is over.
struct Round {
    std::optional<Time> began;
    std::optional<PersonId> behind;
};

Round read_round(storage::Tx& tx) {
    const auto noted = tx.note(round_note).value_or("");
    const auto blank = noted.find(' ');
    Round round;
    if (const auto began = parse_rfc3339(noted.substr(0, blank))) round.began = *began;
    if (blank != std::string::npos) round.behind = PersonId(noted.substr(blank + 1));
    return round;
}

}  // namespace

void ask_for_accounts(Workbench& bench) {
    const auto now = bench.now();
    auto [began, behind] = read_round(bench.tx());
    // Never yet, or the clock was set back: the first is a day away.
    if (!began || *began > now) return bench.tx().set_note(round_note, format_rfc3339(now));
    if (!behind && now - *began < asked_every) return;
    const auto& people = bench.rules().people;
    auto next = behind ? people.upper_bound(*behind) : people.begin();
    if (!behind) began = now;
    for (int asked = 0; next != people.end() && asked < asked_at_once; ++next) {
        behind = next->first;
        if (next->second.slack.empty()) continue;
        bench.send(outgoing::Call{std::string(account_method),
                                  JsonText::object({{"user", next->second.slack.str()}})},
                   storage::Priority::cosmetic);
        ++asked;
    }
    auto round = format_rfc3339(*began);
    if (next != people.end()) round += " " + behind->str();
    bench.tx().set_note(round_note, round);
}

UserId account_of(const outgoing::Call& wish) {
    if (wish.method != account_method) return {};
    return UserId{text_of(nlohmann::json::parse(wish.arguments.text(), nullptr, false), "user")};
}

}  // namespace tocsin::engine
