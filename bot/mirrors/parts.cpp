#include "bot/mirrors/parts.h"

#include <algorithm>

#include "bot/channels/answers.h"

namespace tocsin::mirrors {
namespace {

const std::string& known_as(const Entry& entry, int number) {
    static const std::string unknown;
    const auto found = entry.known.find(number);
    return found == entry.known.end() ? unknown : found->second;
}

}  // namespace

const PublicEntry& entry_of(const Entry& entry) {
    const auto found = std::ranges::find(entry.notice.entries, entry.number, &PublicEntry::number);
    return found == entry.notice.entries.end() ? entry.notice.entries.back() : *found;
}

bool is_final(const Entry& entry) {
    if (entry_of(entry).heading == PublicHeading::resolved) return true;
    return entry.notice.end && entry.number == entry.notice.entries.back().number;
}

const std::string& notice_id(const Entry& entry) {
    return known_as(entry, 0);
}

const std::string& entry_id(const Entry& entry) {
    return known_as(entry, entry.number);
}

bool is_known(const Entry& entry, std::string_view id) {
    return std::ranges::any_of(entry.known,
                               [&](const auto& known) { return known.first > 0 && known.second == id; });
}

Outcome refused(const channels::HttpAnswer& answer, std::string_view product) {
    return channels::refusal_among<Outcome>(answer, product);
}

Outcome unreadable(std::string_view product) {
    return channels::unreadable(product);
}

}  // namespace tocsin::mirrors
