// How long schedules take to answer: questions a second on one core, and ten years of shifts. Prints; judges
// nothing.
#include <fmt/format.h>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;
using Rotation = Layer::Rotation;

namespace {

using Stopwatch = std::chrono::steady_clock;

double seconds_since(Stopwatch::time_point start) {
    return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

Rota three_layers(Rotation base) {
    auto weekdays = layer(Rotation::daily, wall(2024, 12, 30, 9), {"sam", "kim"});
    weekdays.priority = 1;
    weekdays.restrictions = {{{1, 2, 3, 4, 5}, 9 * 60, 17 * 60, 0, 0}};
    auto nights = layer(Rotation::weekly, wall(2024, 12, 30, 9), {"ana", "bo", "cy"});
    nights.restrictions = {{{}, 20 * 60, 8 * 60, 5, 1}};
    return Rota(schedule("America/New_York",
                         {layer(base, wall(2024, 12, 30, 9), {"dana", "lee", "kim"}), weekdays, nights}));
}

}  // namespace

int main() {
    constexpr int questions = 2'000'000;
    const auto from = testing::at("2025-01-01T00:00:00Z");
    for (const auto base : {Rotation::weekly, Rotation::hourly}) {
        const auto rota = three_layers(base);
        auto start = Stopwatch::now();
        std::size_t people = 0;
        for (int i = 0; i < questions; ++i) people += rota.on_call_at(from + i * Duration(7min + 13s)).size();
        fmt::print("three layers, {}: {:.0f} questions a second ({} people)\n", key_of(base),
                   questions / seconds_since(start), people);
        start = Stopwatch::now();
        const auto coverage = rota.coverage(from, from + std::chrono::days{3652});
        fmt::print("  ten years: {} shifts, {} gaps in {:.0f} ms\n", coverage.shifts.size(),
                   coverage.gaps.size(), 1000 * seconds_since(start));
    }
}
