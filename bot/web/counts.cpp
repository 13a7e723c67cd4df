#include "bot/web/counts.h"

#include <fmt/format.h>

namespace tocsin::web {

void Counts::add(const std::string& name, const std::string& labels) {
    ++counts_[{name, labels}];
}

std::uint64_t Counts::of(const std::string& name, const std::string& labels) const {
    const auto found = counts_.find({name, labels});
    return found == counts_.end() ? 0 : found->second;
}

std::string Counts::text() const {
    std::string out;
    std::string before;
    for (const auto& [key, count] : counts_) {
        const auto& [name, labels] = key;
        if (name != before) out += fmt::format("# TYPE {} counter\n", name);
        before = name;
        out += labels.empty() ? fmt::format("{} {}\n", name, count)
                              : fmt::format("{}{{{}}} {}\n", name, labels, count);
    }
    return out;
}

}  // namespace tocsin::web
