#include "storage/fault_point.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace tocsin::storage {
namespace {

constexpr int killed_exit_code = 137;  // what a shell reports for kill -9

std::string_view in_environment(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? "" : text;
}

bool is_meant(std::string_view items, std::string_view name) {
    if (items.empty()) return false;
    return items.ends_with('*') ? name.starts_with(items.substr(0, items.size() - 1)) : name == items;
}

}  // namespace

void fault_point(std::string_view name) {
    static const long long chosen = std::atoll(in_environment("FAULT_POINT").data());
    if (chosen == 0) return;
    static const std::string_view only = in_environment("FAULT_POINT_NAME");
    if (!only.empty() && name != only) return;
    static std::atomic<long long> passed{0};
    if (++passed == chosen) _exit(killed_exit_code);
}

void fault_item(std::string_view name) {
    static const std::string_view deadly = in_environment("FAULT_ITEM");
    static const std::string_view endless = in_environment("FAULT_STALL");
    if (is_meant(deadly, name)) _exit(killed_exit_code);
    while (is_meant(endless, name)) ::pause();
}

}  // namespace tocsin::storage
