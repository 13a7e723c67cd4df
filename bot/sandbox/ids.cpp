#include "bot/sandbox/ids.h"

#include <fmt/format.h>

namespace tocsin::sandbox {

std::string Ids::next(std::string_view prefix) {
    return fmt::format("{}{:08X}", prefix, ++counter_);
}

std::string Ids::uuid() {
    // SplitMix64 of a counter: looks like a UUID, never repeats, needs no randomness.
    auto mix = [](std::uint64_t x) {
        x += 0x9e3779b97f4a7c15u;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        return x ^ (x >> 31);
    };
    const std::uint64_t high = mix(++counter_);
    const std::uint64_t low = mix(high);
    return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                       high & 0xfff, (low >> 48) & 0xfff, low & 0xffffffffffffu);
}

std::string Ids::hash(std::int64_t unix_seconds) {
    return fmt::format("{}.{:08x}", unix_seconds, static_cast<std::uint32_t>(++counter_ * 2654435761u));
}

}  // namespace tocsin::sandbox
