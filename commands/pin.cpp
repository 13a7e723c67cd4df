#include "commands/pin.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/slack/identifiers.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/target.h"
#include "templates/answers.h"
#include "templates/forms.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
using nlohmann::json;

constexpr std::size_t longest_pin = 3000;
constexpr std::string_view too_late =
    "I don't have that message any more. Nothing was changed; choose *Add to incident timeline* again.";

struct Kept {
    MessageTs message;
    UserId author;
    std::string text;
};

// The form remembers where the message is, not its words: those wait here, one message for each person.
std::string note_key(const UserId& user) {
    return fmt::format("pin/{}", user.str());
}

void keep_message(const Request& request, const ShortcutUse& use, const std::string& text, Desk& desk) {
    const auto kept =
        JsonText::object({{"message", use.message.str()}, {"author", use.author.str()}, {"text", text}});
    desk.tx().set_note(note_key(request.user.id), kept.text());
}

std::optional<Kept> kept_message(const Request& request, const MessageTs& message, Desk& desk) {
    const auto note = desk.tx().note(note_key(request.user.id));
    const auto kept = json::parse(note.value_or(""), nullptr, false);
    if (!kept.is_object() || kept.value("message", "") != message.str()) return std::nullopt;
    return Kept{message, UserId{kept.value("author", "")}, kept.value("text", "")};
}

Expected<Answer> pin(const Request& request, const Incident& incident, const ChannelId& channel,
                     const Kept& kept, Desk& desk) {
    if (may(Right::take_part, request.user, &incident, desk.rules()) != Verdict::yes) {
        return Say{
            answer::no_permission("Only full members", "add to the timeline", &incident, desk.render())};
    }
    command::PinMessage pin;
    pin.channel = channel;
    pin.ts = kept.message;
    pin.at = std::min(time_of_message(kept.message).value_or(desk.now()), desk.now());
    if (!kept.author.empty()) pin.author = {kept.author, desk.user(kept.author).name};
    pin.text = kept.text;
    const auto after = desk.act(incident, command_of(request, std::move(pin)));
    if (!after) return std::unexpected(after.error());
    return say(fmt::format("The message is in the timeline of {}.", name_of(incident)));
}

}  // namespace

std::optional<Time> time_of_message(const MessageTs& ts) {
    const auto parts = split(ts.str(), '.');
    if (parts.size() != 2 || parts[1].size() != 6) return std::nullopt;
    const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole =
            error == std::errc{} && end == digits.data() + digits.size() && digits.size() <= 10;
        return whole && value >= 0 ? std::optional{value} : std::nullopt;
    };
    const auto seconds = number(parts[0]);
    const auto micros = number(parts[1]);
    if (!seconds || !micros) return std::nullopt;
    return time_from_unix(*seconds) + Duration{*micros};
}

Answer pin_from_menu(const Request& request, const ShortcutUse& use, Desk& desk) {
    const auto text = cut(normalise(use.text), longest_pin);
    const Kept kept{use.message, use.author, text};
    const auto thread = use.thread.empty() ? use.message : use.thread;
    if (const auto here = desk.tx().incident_at(use.channel, thread);
        here && readable_incident(here->number, request, desk)) {
        return answer_of(pin(request, *here, use.channel, kept, desk));
    }
    const auto open = readable_open(request, desk);
    if (open.empty()) return Say{answer::no_incident_here("", desk.render())};
    if (open.size() == 1) return answer_of(pin(request, open.front(), use.channel, kept, desk));
    keep_message(request, use, text, desk);
    const templates::FormKey key{.incident = {},
                                 .revision = 0,
                                 .reminder = 0,
                                 .entry = 0,
                                 .channel = use.channel,
                                 .message = use.message};
    return OpenForm{templates::pin_form(open, key, text, desk.render())};
}

Answer submit_pin(const Request& request, const slack::ViewInfo& view, Desk& desk) {
    const auto key = templates::read_form_key(view.private_metadata);
    const Submission submission{request, view, std::nullopt};
    const auto number = parse_incident(submission.value(slack::field::pin_incident));
    const auto incident = number ? readable_incident(*number, request, desk) : std::nullopt;
    if (!incident) {
        return FieldErrors{{{std::string(slack::field::pin_incident.block), "Please choose an incident."}}};
    }
    const auto kept = key ? kept_message(request, key->message, desk) : std::nullopt;
    if (!kept) return NextForm{templates::notice_form("Nothing changed", too_late)};
    return answer_of(pin(request, *incident, key->channel, *kept, desk));
}

}  // namespace tocsin::commands
