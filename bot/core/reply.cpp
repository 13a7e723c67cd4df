#include "bot/core/reply.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "bot/core/incident.h"

namespace tocsin {
namespace {

using What = Reply::What;

constexpr std::array<std::pair<std::string_view, What>, 15> words{{{"1", What::acknowledge},
                                                                   {"ack", What::acknowledge},
                                                                   {"ok", What::acknowledge},
                                                                   {"2", What::escalate},
                                                                   {"esc", What::escalate},
                                                                   {"escalate", What::escalate},
                                                                   {"3", What::pass_on},
                                                                   {"cant", What::pass_on},
                                                                   {"can't", What::pass_on},
                                                                   {"can\xE2\x80\x99t", What::pass_on},
                                                                   {"u", What::update},
                                                                   {"update", What::update},
                                                                   {"res", What::resolve},
                                                                   {"join", What::join},
                                                                   {"?", What::help}}};

std::string_view without_stops(std::string_view text) {
    text = trim(text);
    while (!text.empty() && std::string_view(".!,:").contains(text.back())) text.remove_suffix(1);
    return text;
}

std::pair<std::string_view, std::string_view> first_word(std::string_view text) {
    const auto end = std::min(text.find_first_of(" \t\n"), text.size());
    return {text.substr(0, end), trim(text.substr(end))};
}

bool says_words(What what) {
    return what == What::update || what == What::resolve;
}

}  // namespace

Reply parse_reply(std::string_view text) {
    const auto [head, rest] = first_word(trim(text));
    const auto found = std::ranges::find_if(
        words, [&](const auto& word) { return iequals(without_stops(head), word.first); });
    if (found == words.end()) return {};
    Reply reply;
    reply.what = found->second;
    const auto [next, words_after] = first_word(rest);
    // An update begins with whatever it wants: "u 42 requests fail" names no incident.
    const bool bare_number = next.find_first_not_of("0123456789") == std::string_view::npos;
    if (!next.empty() && !(reply.what == What::update && bare_number))
        reply.incident = parse_incident(without_stops(next));
    if (says_words(reply.what)) {
        reply.text = std::string(reply.incident ? words_after : rest);
        if (reply.text.empty()) return {};
    } else if (!reply.incident && reply.what == What::acknowledge && iequals(without_stops(rest), "all")) {
        reply.all = true;
    } else if (!rest.empty() && (!reply.incident || !words_after.empty())) {
        return {};
    }
    return reply;
}

}  // namespace tocsin
