// Slack's text format: escaping, mentions, links, dates, and turning it back into plain text. Limits and
// blocks are in blocks.h. Text from people is stored unescaped (unescape once at the door); typed() makes it
// safe to show.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"
#include "bot/base/time.h"

namespace tocsin::slack {

std::string escape(std::string_view text);    // & < > and nothing else (slack.md 8.2)
std::string unescape(std::string_view text);  // once: "&amp;lt;" becomes "&lt;"

// @channel, @here and @everyone in any case get U+2060 after the @: mrkdwn would bring them to life even
// plain.
std::string neutralise_broadcasts(std::string_view text);

// Valid UTF-8 without deceptive characters and with dead broadcasts; not escaped.
std::string clean_words(std::string_view text);

// Text that a person or an alert wrote, safe inside mrkdwn: cleaned, broadcasts neutralised, everything
// escaped but mentions of one user or channel and https links, which stay what they are. Formatting stays.
std::string typed(std::string_view text);
// The same on one line: line breaks become blanks.
std::string typed_line(std::string_view text);

using NameOf = std::function<std::string(const UserId&)>;
// Stored text as plain words for SMS, headers, `text` of a message after escape(): mentions become @names,
// links their label or address, backticks and style marks go, broadcasts are neutralised. Not escaped.
std::string to_plain(std::string_view text, const NameOf& name_of);

std::string mention(const UserId& user);  // <@U1>
// <!date^1737469920^{ago}|1 minute ago>: ages in the client without an edit.
std::string date_ago(Time at, std::string_view fallback);
// <url|label> with the label escaped; only the label when the URL is not https or holds what could break out.
std::string link(std::string_view url, std::string_view label);
bool is_safe_url(std::string_view url);

// At most `limit` UTF-16 units of escaped text, as Slack counts on the safe side: never cut inside an entity
// or inside <…>, at a word where one ends in the last fifth, with … as the last character.
std::string cut_markup(std::string_view escaped, std::size_t limit);

}  // namespace tocsin::slack
