#include <utility>

#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

const Field base_url{"base_url", plain(Kind::secure_url),
                     "Another address of its API; http:// for loopback only.", "the provider's own", false};

Field provider(std::string name, std::vector<Field> fields, std::string meaning) {
    fields.push_back(base_url);
    return {std::move(name), object(std::move(fields)), std::move(meaning), "", false};
}

std::vector<Field> twilio_fields() {
    return {
        {"account_sid", plain(Kind::text), "Account, AC….", "", true},
        {"auth_token", plain(Kind::secret), "Its token; callbacks are signed with it.", "", true},
        {"second_auth_token", plain(Kind::secret), "The other token, while tokens are rotated.", "", false},
        {"api_key", plain(Kind::text), "API key, SK…, that signs in instead of the token.", "", false},
        {"api_secret", plain(Kind::secret), "The API key's secret.", "", false},
        {"from", plain(Kind::phone), "Number calls and messages come from.", "", true},
        {"messaging_service", plain(Kind::text), "Service, MG…, that picks the sender of messages.", "",
         false},
        {"inbound", choice({"poll", "webhook"}),
         "How answers come in; webhook needs http.public_url, poll needs no inbound endpoint.", "poll",
         false},
        {"studio_flow", plain(Kind::text), "Flow for key presses without an inbound endpoint.", "", false},
        {"studio_url", plain(Kind::secure_url), "Another address of Studio's API; http:// for loopback only.",
         "the provider's own", false}};
}

std::vector<Field> vonage_fields() {
    return {{"application_id", plain(Kind::text), "Application.", "", true},
            {"private_key", plain(Kind::secret), "Its private key in PEM.", "", true},
            {"from", plain(Kind::text), "Sender of messages: a number or a name.", "", true},
            {"number", plain(Kind::phone), "Number that calls come from.", "", false},
            {"inbound", choice({"none", "webhook"}),
             "How answers come in; webhook needs http.public_url and signature_secret.", "none", false},
            {"signature_secret", plain(Kind::secret), "Callbacks are signed with it.", "", false}};
}

Shape providers_shape() {
    return object({
        provider("twilio", twilio_fields(), "Calls and SMS."),
        provider("vonage", vonage_fields(), "Calls and SMS."),
        provider("smtp",
                 {{"url", plain(Kind::smtp_url),
                   "smtp:// with STARTTLS, smtps:// for implicit TLS; loopback may be plain.", "", true},
                  {"username", plain(Kind::text), "For signing in; none: no sign-in.", "", false},
                  {"password", plain(Kind::secret), "For signing in.", "", false},
                  {"from", plain(Kind::mailbox), "Sender, as in Tocsin <tocsin@example.com>.", "", true},
                  {"ehlo", plain(Kind::text), "Name the bot greets the server with.", "the sender's domain",
                   false}},
                 "E-mail."),
        provider(
            "ntfy",
            {{"url", plain(Kind::web_url), "Server.", "https://ntfy.sh", false},
             {"topic_prefix", plain(Kind::text), "Stands before each person's topic.", "", false},
             {"token", plain(Kind::secret), "Access token.", "", false},
             {"reply_topic", plain(Kind::secret),
              "Topic the Acknowledge button posts to, a name nobody guesses; none: no button.", "", false},
             {"reply_token", plain(Kind::secret),
              "Token that may only write to the reply topic; it goes to people's phones.", "", false}},
            "Push messages through ntfy."),
        provider("pushover", {{"token", plain(Kind::secret), "Application token.", "", true}},
                 "Push messages through Pushover."),
        provider("pagerduty",
                 {{"routing_key", plain(Kind::secret), "Integration key (Events API v2).", "", true}},
                 "Hands the page over to PagerDuty."),
        provider("betterstack",
                 {{"token", plain(Kind::secret), "API token.", "", true},
                  {"team", plain(Kind::text), "Team that gets the incident; needed with a global token.", "",
                   false},
                  {"policy", plain(Kind::text), "ID of the escalation policy there.", "its own", false},
                  {"requester", plain(Kind::email), "Who reports the incident there.", "", false}},
                 "Hands the page over to Better Stack."),
        provider(
            "webhook",
            {{"url", plain(Kind::secure_url), "Receiver.", "", true},
             {"secret", plain(Kind::secret), "Signs each message (Standard Webhooks), whsec_….", "", true},
             {"old_secret", plain(Kind::secret), "The one before it, while secrets are rotated.", "", false}},
            "Any other gateway, by Standard Webhooks."),
    });
}

Field order(std::string means) {
    return {std::move(means), list_of(plain(Kind::provider)), "Providers of this means, tried in order.",
            "[]", false};
}

}  // namespace

std::vector<Field> paging_fields() {
    return {
        {"paging",
         object({order("phone"),
                 order("sms"),
                 order("email"),
                 {"countries", list_of(plain(Kind::calling_code)),
                  "What numbers begin with that people may give themselves; empty: anything.", "[]", false},
                 {"daily_limit", integer(1, 1000000),
                  "Calls and texts of a day by UTC. The admins are told at 80 % and at all of it; then "
                  "codes and test pages stop until the next day, and pages never do.",
                  "", false},
                 {"providers", providers_shape(), "The accounts pages go through.", "", false}}),
         "How people are reached outside Slack. Without it pages go by Slack alone.", "", false}};
}

}  // namespace tocsin::config
