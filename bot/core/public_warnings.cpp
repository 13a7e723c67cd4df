#include "bot/core/public_warnings.h"

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::size_t most_found = 10;
constexpr std::size_t shortest_name = 2;

// Names that exist only inside a network.
constexpr std::array<std::string_view, 8> internal_domains{"internal", "local",       "lan",       "corp",
                                                           "intranet", "localdomain", "home.arpa", "svc"};

bool separates(char c) {
    return std::string_view(" \t\r\n,;:!?\"'()[]{}<>/|").find(c) != std::string_view::npos;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && !separates(text[end])) ++end;
        auto word = text.substr(at, end - at);
        while (word.ends_with('.')) word.remove_suffix(1);
        if (!word.empty()) words.push_back(word);
        at = end + 1;
    }
    return words;
}

bool is_below(std::string_view host, std::string_view domain) {
    return host == domain || (host.ends_with(domain) && host.size() > domain.size() &&
                              host[host.size() - domain.size() - 1] == '.');
}

// 10.x, 192.168.x and 172.16.x to 172.31.x are nobody's business outside.
bool is_private_address(std::string_view word) {
    const auto parts = split(word, '.');
    const bool numbers = parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
                             return !part.empty() && part.size() <= 3 &&
                                    part.find_first_not_of("0123456789") == std::string_view::npos;
                         });
    if (!numbers) return false;
    if (parts[0] == "10" || parts[0] == "127" || (parts[0] == "192" && parts[1] == "168")) return true;
    const auto second = std::stoi(std::string(parts[1]));
    return parts[0] == "172" && second >= 16 && second <= 31;
}

bool is_internal_host(std::string_view word, const std::vector<std::string>& hosts) {
    const auto lower = to_lower(word);
    if (std::ranges::any_of(hosts, [&](const std::string& host) { return is_below(lower, to_lower(host)); }))
        return true;
    if (!lower.contains('.')) return false;
    if (is_private_address(lower)) return true;
    return std::ranges::any_of(internal_domains, [&](std::string_view domain) {
        return lower != domain && is_below(lower, domain);
    });
}

// A name is written as names are: "dana" may be a word, "Dana" is somebody.
bool names_somebody(std::string_view word, const std::vector<std::string>& people) {
    return std::ranges::any_of(people, [&](const std::string& person) {
        const auto parts = split(person, ' ');
        return std::ranges::any_of(
            parts, [&](std::string_view part) { return part.size() >= shortest_name && word == part; });
    });
}

}  // namespace

std::vector<std::string> private_words_in(std::string_view text, const PrivateWords& known) {
    std::vector<std::string> found;
    for (const auto word : words_of(text)) {
        const bool mention = word.starts_with('@') && word.size() > 1;
        if (!mention && !is_internal_host(word, known.hosts) && !names_somebody(word, known.people)) continue;
        if (std::ranges::find(found, word) == found.end()) found.emplace_back(word);
        if (found.size() == most_found) break;
    }
    return found;
}

}  // namespace tocsin
