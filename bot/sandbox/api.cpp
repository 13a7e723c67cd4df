#include "bot/sandbox/api.h"

#include <charconv>

#include "bot/base/text.h"

namespace tocsin::sandbox {

std::string ApiCall::text(std::string_view name) const {
    const json& value = member(arguments, name);
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

bool ApiCall::flag(std::string_view name) const {
    const std::string value = text(name);
    return value == "true" || value == "1";
}

std::int64_t ApiCall::number(std::string_view name, std::int64_t otherwise) const {
    const std::string value = text(name);
    std::int64_t result = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    return error == std::errc() && end == value.data() + value.size() ? result : otherwise;
}

json ApiCall::structure(std::string_view name) const {
    const json& value = member(arguments, name);
    if (value.is_string()) return json::parse(value.get_ref<const std::string&>(), nullptr, false);
    return value;
}

bool ApiCall::has(std::string_view name) const {
    return !member(arguments, name).is_null();
}

std::vector<std::string> ApiCall::list(std::string_view name) const {
    std::vector<std::string> items;
    const json& value = member(arguments, name);
    if (value.is_array()) {
        for (const auto& each : value) {
            if (each.is_string()) items.push_back(each.get<std::string>());
        }
        return items;
    }
    const std::string joined = text(name);
    for (auto each : split(joined, ',')) {
        if (!trim(each).empty()) items.emplace_back(trim(each));
    }
    return items;
}

const ApiMethods& api_methods() {
    static const ApiMethods methods = [] {
        ApiMethods all;
        add_chat_methods(all);
        add_conversation_methods(all);
        add_history_methods(all);
        add_user_methods(all);
        add_view_methods(all);
        add_mark_methods(all);
        add_file_methods(all);
        return all;
    }();
    return methods;
}

FoundChannel visible_channel(const ApiCall& call, std::string_view argument) {
    Channel* channel = call.workspace.find_channel(call.text(argument));
    const auto& bot = call.workspace.identity.bot_user;
    if (!channel || (channel->is_private && !channel->has(bot))) return refuse("channel_not_found");
    return channel;
}

FoundChannel writable_channel(const ApiCall& call, std::string_view argument) {
    auto channel = visible_channel(call, argument);
    if (!channel) return channel;
    if ((*channel)->archived) return refuse("is_archived");
    if (!(*channel)->has(call.workspace.identity.bot_user)) return refuse("not_in_channel");
    return channel;
}

FoundMessage message_of(Channel& channel, const std::string& ts) {
    auto found = channel.messages.find(ts);
    if (found == channel.messages.end()) return refuse("message_not_found");
    return &found->second;
}

json page_of(const ApiCall& call, const char* name, const std::vector<json>& items, std::size_t usual) {
    const auto from = static_cast<std::size_t>(std::max<std::int64_t>(0, call.number("cursor", 0)));
    const auto limit = static_cast<std::size_t>(
        std::clamp<std::int64_t>(call.number("limit", static_cast<std::int64_t>(usual)), 1, 1000));
    json page = json::array();
    std::size_t at = from;
    for (; at < items.size() && page.size() < limit; ++at) page.push_back(items[at]);
    json answer = json::object();
    answer[name] = std::move(page);
    answer["response_metadata"] = {{"next_cursor", at < items.size() ? std::to_string(at) : ""}};
    return answer;
}

ApiError block_error(std::string name, const std::vector<Problem>& problems) {
    json errors = json::array();
    json messages = json::array();
    for (const auto& problem : problems) {
        errors.push_back(to_string(problem));
        messages.push_back("[ERROR] " + to_string(problem));
    }
    json extra = json::object();
    extra["errors"] = std::move(errors);
    extra["response_metadata"]["messages"] = std::move(messages);
    return {std::move(name), std::move(extra)};
}

}  // namespace tocsin::sandbox
