// Signing a browser in from Slack (interactions.md 9.3): a link that works once leads to a button, the button
// starts a session, and the session's cookie says from then on who asks. Tokens leave the program once and
// are kept as hashes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// The address of a fresh link. `page`: where it leads, "i/42"; empty: the first page. Error: there are no
// pages here, the person may not see any, or asked for too many links lately.
Expected<std::string> sign_in_link(Workbench& bench, const SlackUser& user, std::string_view page);

struct SignedIn {
    WebSession session;
    SlackUser user;
    std::string key;  // what the forms of this session are signed over
};
// Whose session this token means; nothing: nobody's, over, or of somebody who is a member no longer.
std::optional<SignedIn> signed_in(Workbench& bench, std::string_view token);

channels::HttpAnswer open_sign_in(Workbench& bench, const std::string& token);  // changes nothing
channels::HttpAnswer press_sign_in(Workbench& bench, const std::string& token, const SiteAsked& asked);

// To this page, with the cookie of a session that has ended.
channels::HttpAnswer signed_out();

}  // namespace tocsin::engine
