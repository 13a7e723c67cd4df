#include "commands/lead_words.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "commands/grammar.h"
#include "commands/pin.h"

namespace tocsin::commands {
namespace {

using nlohmann::json;

constexpr std::size_t longest = 3000;  // UTF-16 units; as much as the update's form takes

std::string note_key(IncidentNumber incident) {
    return fmt::format("last_message/{}", incident.value());
}

std::optional<LeadWords> kept(IncidentNumber incident, storage::Tx& tx) {
    const auto note = tx.note(note_key(incident));
    const auto read = json::parse(note.value_or(""), nullptr, false);
    if (!read.is_object()) return std::nullopt;
    const auto text = [&](const char* key) { return read.value(key, std::string()); };
    return LeadWords{UserId{text("user")}, MessageTs{text("ts")}, text("text")};
}

}  // namespace

std::optional<LeadWords> lead_words(const Incident& incident, storage::Tx& tx) {
    auto words = kept(incident.number, tx);
    if (!words || !is_lead(incident, words->user)) return std::nullopt;
    const auto written = time_of_message(words->ts);
    const bool news = written && (!incident.last_update || *written > *incident.last_update);
    return news ? words : std::nullopt;
}

void keep_lead_words(IncidentNumber incident, const UserId& user, const MessageTs& ts, std::string_view text,
                     storage::Tx& tx) {
    const auto typed = cut(normalise(text), longest);
    if (trim(typed).empty()) return forget_lead_words(incident, tx);
    const json note{{"user", user.str()}, {"ts", ts.str()}, {"text", typed}};
    tx.set_note(note_key(incident), note.dump(-1, ' ', false, json::error_handler_t::replace));
}

void change_lead_words(IncidentNumber incident, const MessageTs& ts, std::string_view text, storage::Tx& tx) {
    const auto words = kept(incident, tx);
    if (words && words->ts == ts) keep_lead_words(incident, words->user, ts, text, tx);
}

void forget_lead_words(IncidentNumber incident, storage::Tx& tx) {
    tx.forget_note(note_key(incident));
}

}  // namespace tocsin::commands
