#include "bot/engine/spending.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view note_name = "spending";  // 2025-01-21 57 80
constexpr int nearly = 80;                          // of a hundred
constexpr int all = 100;

bool is_paid(Means means) {
    return means == Means::phone || means == Means::sms;
}

struct Spending {
    int count = 0;
    int told = 0;  // to the admins: none, nearly, all
};

std::string day_of(Time now) {
    return format_rfc3339(now).substr(0, std::string_view("2025-01-21").size());
}

Spending spent_today(storage::Tx& tx) {
    const auto note = tx.note(note_name).value_or("");
    const auto words = split(note, ' ');
    Spending today;
    if (words.size() != 3 || words[0] != day_of(tx.now())) return today;
    const auto read = [](std::string_view word, int& number) {
        std::from_chars(word.data(), word.data() + word.size(), number);
    };
    read(words[1], today.count);
    read(words[2], today.told);
    return today;
}

int level_of(int count, int limit) {
    if (count >= limit) return all;
    return count * 100LL >= limit * static_cast<long long>(nearly) ? nearly : 0;
}

}  // namespace

void count_spending(Workbench& bench, Means means, const channels::Outcome& outcome) {
    if (!is_paid(means) || !std::holds_alternative<channels::Accepted>(outcome)) return;
    auto today = spent_today(bench.tx());
    ++today.count;
    const auto limit = bench.rules().phones.daily_limit;
    const auto level = limit ? level_of(today.count, *limit) : 0;
    const bool is_news = level > today.told;
    today.told = std::max(today.told, level);
    bench.tx().set_note(note_name, fmt::format("{} {} {}", day_of(bench.now()), today.count, today.told));
    if (!is_news) return;
    log::warn("many calls and texts were sent today; the admins are told",
              {{"count", static_cast<long long>(today.count)}, {"limit", static_cast<long long>(*limit)}});
    const auto text = templates::spending_text(today.count, *limit);
    tell_admins(bench, text, false);
    tell_admins_in_slack(bench, text);
}

bool is_stopped_by_limit(Workbench& bench, Means means) {
    const auto limit = bench.rules().phones.daily_limit;
    return limit && is_paid(means) && spent_today(bench.tx()).count >= *limit;
}

}  // namespace tocsin::engine
