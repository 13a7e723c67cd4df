#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/api_client.h"
#include "bot/app/verbs.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

constexpr std::string_view silences = "/api/v1/silences";

void print_silence(const json& silence) {
    std::string matcher;
    for (const auto& [name, value] : member(silence, "match").items())
        matcher += fmt::format("{}{}={}", matcher.empty() ? "" : " ", name,
                               value.is_string() ? value.get<std::string>() : "");
    const auto confirmed = text_of(member(silence, "confirmed_by"), "name");
    fmt::print("{}  {}  {} to {}  {}{}\n", int_of(silence, "id"), matcher, text_of(silence, "from"),
               text_of(silence, "until"), text_of(silence, "why"),
               confirmed.empty() ? "" : fmt::format(" (SEV 1 too, says {})", confirmed));
}

void print_reply(const ApiReply& reply, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", trim(reply.body));
        return;
    }
    const auto body = reply.json();
    if (body.contains("silence")) return print_silence(member(body, "silence"));
    const auto& list = member(body, "silences");
    if (list.empty()) fmt::print("None.\n");
    for (const auto& silence : list) print_silence(silence);
}

// A shell takes the quotes off `title="High error rate"`.
std::string quoted(const std::string& word) {
    const auto equals = word.find('=');
    const bool parted = equals != std::string::npos && word.find(' ', equals) != std::string::npos;
    return parted ? fmt::format("{}=\"{}\"", word.substr(0, equals), word.substr(equals + 1)) : word;
}

Expected<ApiReply> ask(ApiClient& api, const SilenceOptions& options) {
    const auto& words = options.words;
    if (words.empty() || words.front() == "list") return api.get(std::string(silences));
    json body = json::object();
    if (!options.by.empty()) body["by"] = options.by;
    if (words.size() == 2 && (words.front() == "end" || words.front() == "confirm"))
        return api.post(fmt::format("{}/{}/{}", silences, words[1], words.front()), body);
    std::vector<std::string> parts;
    for (const auto& word : words) parts.push_back(quoted(word));
    body["text"] = join(parts, " ");
    return api.post(std::string(silences), body);
}

}  // namespace

int silence(const Common& common, const SilenceOptions& options) {
    const bool looks = options.words.empty() || options.words.front() == "list";
    auto api = ApiClient::find(common, options.url, looks ? Scope::read : Scope::act,
                               WithoutBot::works_on_the_store);
    if (!api) return api.error();
    const auto reply = ask(*api, options);
    if (!reply) return api_failed(reply.error());
    if (!reply->good()) return api_refused(*reply);
    print_reply(*reply, common.json);
    return done;
}

}  // namespace tocsin::app
