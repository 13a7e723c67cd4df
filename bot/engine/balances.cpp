#include "bot/engine/balances.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/log.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr double low_part = 5;      // a fifth of the most is low
constexpr double least_top_up = 1;  // of the currency: what rises less is a refund, or was told late
constexpr Duration known_for = 3 * balances_asked_every;
constexpr std::size_t nonce_bytes = 16;

enum class Level { enough, low, empty };

struct Funds {  // of a provider, as it said last; a note in the store
    channels::Balance left;
    double highest = 0;  // since the last top-up
    Time at;
    Level told = Level::enough;  // to the admins
};

std::string note_of(std::string_view provider) {
    return fmt::format("balance/{}", provider);
}

std::string_view word_for(Level told) {
    switch (told) {
        case Level::enough:
            return "no";
        case Level::low:
            return "low";
        case Level::empty:
            return "empty";
    }
    return "";
}

Level level_of_word(std::string_view word) {
    if (word == word_for(Level::empty)) return Level::empty;
    return word == word_for(Level::low) ? Level::low : Level::enough;
}

void keep(storage::Tx& tx, std::string_view provider, const Funds& funds) {
    tx.set_note(note_of(provider), json{{"amount", funds.left.amount},
                                        {"currency", funds.left.currency},
                                        {"highest", funds.highest},
                                        {"at", format_rfc3339(funds.at)},
                                        {"told", std::string(word_for(funds.told))}}
                                       .dump());
}

std::optional<Funds> funds_of(storage::Tx& tx, std::string_view provider) {
    const auto note = tx.note(note_of(provider));
    if (!note) return std::nullopt;
    const auto kept = json::parse(*note, nullptr, false);
    const auto &amount = member(kept, "amount"), &highest = member(kept, "highest");
    const auto at = parse_rfc3339(text_of(kept, "at"));
    if (!amount.is_number() || !highest.is_number() || !at) return std::nullopt;
    return Funds{{amount.get<double>(), text_of(kept, "currency")},
                 highest.get<double>(),
                 *at,
                 level_of_word(text_of(kept, "told"))};
}

Funds funds_now(const std::optional<Funds>& before, const channels::Balance& left, Time now) {
    if (!before || before->left.currency != left.currency) return {left, left.amount, now};
    const bool topped_up = left.amount - before->left.amount >= least_top_up;
    const auto highest = topped_up ? left.amount : std::max(before->highest, left.amount);
    // Who knows that nothing is left is not called again while that is so: an account that is paid by invoice
    // is always below zero.
    const bool is_news_again = topped_up && left.amount > 0;
    return {left, highest, now, is_news_again ? Level::enough : before->told};
}

Level level_of(const Funds& funds) {
    if (funds.left.amount <= 0) return Level::empty;
    return funds.left.amount * low_part <= funds.highest ? Level::low : Level::enough;
}

void tell_low(Workbench& bench, const std::string& provider, const Funds& funds) {
    const auto text =
        templates::low_balance_text(provider, funds.left.amount, funds.highest, funds.left.currency);
    log::warn("a provider's account runs out of money; the admins are told", {{"provider", provider}});
    tell_admins(bench, text, false);
    tell_admins_in_slack(bench, text);
}

void tell_empty(Workbench& bench, const std::string& provider, const Funds& funds) {
    const auto text = templates::no_balance_text(provider, funds.left.amount, funds.left.currency);
    log::error("a provider's account has no money left; the admins are told", {{"provider", provider}});
    tell_admins(bench, text, true);
    tell_admins_in_slack(bench, text);
}

std::optional<channels::Request> question_to(Workbench& bench, std::string_view provider) {
    const channels::Attempt attempt{bench.now(), random_token(nonce_bytes)};
    for (const auto* channel : bench.settings().channels.of(provider))
        if (auto request = channel->ask_balance(attempt)) return request;
    return std::nullopt;
}

std::optional<channels::Balance> balance_in(Workbench& bench, std::string_view provider,
                                            const channels::Answer& answer) {
    for (const auto* channel : bench.settings().channels.of(provider))
        if (auto balance = channel->balance(answer)) return balance;
    return std::nullopt;
}

}  // namespace

void fire_balances_timer(Workbench& bench) {
    bench.tx().set_timer({"balances", bench.now() + balances_asked_every, "balances", "", 0});
    if (!bench.settings().watchdog) return;
    for (const auto& provider : bench.settings().channels.providers())
        if (question_to(bench, provider))
            bench.send(outgoing::AskBalance{provider}, storage::Priority::cosmetic);
}

Prepared prepare_balance_question(Workbench& bench, const outgoing::AskBalance& wish) {
    auto request = question_to(bench, wish.provider);
    if (!request) return NotWanted{};
    return Ready{*std::move(request), fmt::format("{}/balance", wish.provider), "", "", {}};
}

void take_balance(Workbench& bench, const outgoing::AskBalance& wish, const channels::Answer& answer) {
    const auto left = balance_in(bench, wish.provider, answer);
    if (!left) {
        const auto* http = std::get_if<channels::HttpAnswer>(&answer);
        log::info("a provider does not say what is left on its account",
                  {{"provider", wish.provider},
                   {"status", static_cast<long long>(http == nullptr ? 0 : http->status)}});
        return;
    }
    auto funds = funds_now(funds_of(bench.tx(), wish.provider), *left, bench.now());
    const auto level = level_of(funds);
    if (level > funds.told) {
        funds.told = level;
        if (level == Level::empty) {
            tell_empty(bench, wish.provider, funds);
        } else {
            tell_low(bench, wish.provider, funds);
        }
    }
    keep(bench.tx(), wish.provider, funds);
}

std::optional<double> known_balance(storage::Tx& tx, std::string_view provider) {
    const auto funds = funds_of(tx, provider);
    if (!funds || tx.now() - funds->at > known_for) return std::nullopt;
    return funds->left.amount;
}

}  // namespace tocsin::engine
