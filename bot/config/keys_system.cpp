#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

Shape slack_shape() {
    return object({
        {"app_token", plain(Kind::app_token), "Opens the Socket Mode connection; starts with xapp-.", "",
         false},
        {"bot_token", plain(Kind::bot_token), "Calls the Web API; starts with xoxb-.", "", false},
        {"api_url", plain(Kind::secure_url), "Where the Web API is; http:// for loopback hosts only.",
         "https://slack.com/api/", false},
        {"connections", integer(1, 10), "Socket Mode connections that are open at the same time.", "2",
         false},
        {"channel", plain(Kind::slack_channel), "Name or ID of the channel where incidents are announced.",
         "incidents", false},
        {"war_room", choice({"thread", "channel"}),
         "Where an incident is worked on: the thread of its card, or a channel of its own.", "thread", false},
        {"blocks", choice({"auto", "modern", "classic"}),
         "Which generation of Block Kit messages use; auto falls back when Slack refuses.", "auto", false},
        {"pace",
         object({{"per_channel", plain(Kind::rate),
                  "Posts the bot allows itself in one channel; or unlimited.", "1/s", false},
                 {"burst", integer(1, 1000), "Posts that may go out at once before the rate counts.", "4",
                  false}}),
         "What the bot allows itself before Slack says 429.", "", false},
        {"restrict_sev1", list_of(plain(Kind::slack_group)),
         "Slack user groups whose members may declare SEV 1 and 2; empty: everybody.", "[]", false},
    });
}

Shape http_shape() {
    return object({
        {"listen", plain(Kind::listen),
         "Address of alert intake, pages and provider callbacks; port 0 lets the system choose, \"\" "
         "switches it off.",
         "127.0.0.1:8080", false},
        {"admin_listen", plain(Kind::listen),
         "Address of /healthz, /readyz and /metrics; \"\" switches it off.", "127.0.0.1:9464", false},
        {"public_url", plain(Kind::web_url),
         "Address of the listener as people's phones reach it; without it pages carry no link.", "", false},
        {"internal_hosts", list_of(plain(Kind::text)),
         "Host names under which the signed-in pages are served.", "[]", false},
        {"trusted_proxies", list_of(plain(Kind::text)), "Addresses whose X-Forwarded-For is believed.", "[]",
         false},
        {"tls",
         object({{"certificate_file", plain(Kind::path), "Certificate chain in PEM.", "", true},
                 {"key_file", plain(Kind::path), "Its private key in PEM.", "", true}}),
         "Serve HTTPS; leave it out when a proxy does.", "", false},
        {"tokens",
         list_of(object(
             {{"name", plain(Kind::text), "Who uses it; shown in timelines.", "", true},
              {"token", plain(Kind::secret), "The secret; an empty one switches the entry off.", "", true},
              {"scopes", list_of(choice({"read", "declare", "act", "admin"})), "What it may do.", "", true},
              {"person", plain(Kind::person), "Who acts when the request names nobody.", "", false}})),
         "Tokens for the API and for `tocsin incident`.", "[]", false},
    });
}

}  // namespace

std::vector<Field> system_fields() {
    return {
        {"organization", plain(Kind::text), "Name of your organization.", "", false},
        {"timezone", plain(Kind::zone), "Zone of schedules, business hours and reports that name none.",
         "UTC", false},
        {"slack", slack_shape(), "The connection to Slack.", "", false},
        {"storage",
         object({{"url", plain(Kind::storage_url),
                  "sqlite:PATH (a relative one counts from this file's folder), or "
                  "postgresql://user@host/database.",
                  "sqlite:tocsin.db", false}}),
         "Where incidents are kept.", "", false},
        {"http", http_shape(), "The web listeners.", "", false},
        {"watchdog",
         object({{"heartbeat_url", plain(Kind::web_url),
                  "Called every minute; somebody outside alarms when it stays silent.", "", false},
                 {"echo_every", duration(60, 86400), "How often an own message goes through Slack and back.",
                  "5m", false}}),
         "How the bot itself is watched.", "", false},
        {"emoji",
         object({{"timeline", plain(Kind::emoji), "Reaction that puts a message on the timeline.", "pushpin",
                  false},
                 {"action", plain(Kind::emoji), "Reaction that makes a message an action item.", "clipboard",
                  false},
                 {"watch", plain(Kind::emoji), "Reaction that watches an incident.", "eyes", false}}),
         "Reactions that act, by name.", "", false},
        {"retention",
         object({{"timeline", plain(Kind::retention), "How long incidents and their timelines are kept.",
                  "forever", false},
                 {"payloads", plain(Kind::retention),
                  "How long what a source told of an alert is kept when it is quiet.", "90d", false},
                 {"personal_data", plain(Kind::retention),
                  "How long phone numbers, addresses and what was said about duty are kept in records.", "2y",
                  false}}),
         "How long what is kept: a duration, or forever.", "", false},
        {"log",
         object({{"level", choice({"debug", "info", "warn", "error", "off"}),
                  "The least weight that is logged.", "info", false},
                 {"format", choice({"auto", "text", "json"}),
                  "auto: text on a terminal, JSON lines elsewhere.", "auto", false}}),
         "The log on standard error.", "", false},
        {"runbooks", plain(Kind::path), "Folder of runbooks (*.md), relative to this file.", "", false},
        {"templates", plain(Kind::path), "Folder of texts that replace the built-in ones, by file name.", "",
         false},
    };
}

}  // namespace tocsin::config
