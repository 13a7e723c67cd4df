#include "bot/core/event.h"

#include <array>
#include <utility>

namespace tocsin {
namespace {

constexpr std::array<std::pair<Via, std::string_view>, 10> via_names{{{Via::slash, "slash"},
                                                                      {Via::mention, "mention"},
                                                                      {Via::direct_message, "direct_message"},
                                                                      {Via::button, "button"},
                                                                      {Via::form, "form"},
                                                                      {Via::shortcut, "shortcut"},
                                                                      {Via::reaction, "reaction"},
                                                                      {Via::command_line, "command_line"},
                                                                      {Via::api, "api"},
                                                                      {Via::timer, "timer"}}};

}  // namespace

std::string_view key_of(Via via) {
    return via_names.at(static_cast<std::size_t>(via)).second;
}

std::optional<Via> parse_via(std::string_view key) {
    for (const auto& [via, name] : via_names) {
        if (name == key) return via;
    }
    return std::nullopt;
}

std::string_view kind_of(const EventBody& body) {
    return std::visit([](const auto& fact) { return fact.kind; }, body);
}

}  // namespace tocsin
