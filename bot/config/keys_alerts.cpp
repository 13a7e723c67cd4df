#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

Shape severity() {
    return choice({"sev1", "sev2", "sev3", "sev4"});
}

Shape fields_shape() {
    return object({
        {"each", plain(Kind::text), "Path of the list, where the payload has several alerts.", "", false},
        {"key", plain(Kind::text), "What the same alert has again.", "", false},
        {"title", plain(Kind::text), "One line.", "", false},
        {"description", plain(Kind::text), "What else is known.", "", false},
        {"status", plain(Kind::text), "Whether it fires.", "", false},
        {"firing", list_of(plain(Kind::text)), "Words of the status that fire; others are refused.",
         "all others", false},
        {"resolved", list_of(plain(Kind::text)), "Words of the status that resolve.", "the usual ones",
         false},
        {"ignored", list_of(plain(Kind::text)), "Words of the status that are nothing to tell.", "", false},
        {"severity", plain(Kind::text), "Its severity, in any usual word.", "", false},
        {"started", plain(Kind::text), "Since when.", "", false},
        {"ended", plain(Kind::text), "Until when.", "", false},
        {"link", plain(Kind::text), "Address of its page.", "", false},
        {"runbook", plain(Kind::text), "Address or name of a runbook.", "", false},
        {"monitor_name", plain(Kind::text), "Name of the uptime monitor.", "", false},
        {"monitor_url", plain(Kind::text), "What the uptime monitor asks.", "", false},
        {"labels", map_of(plain(Kind::text)), "Labels, each with its path.", "", false},
        {"all_labels", list_of(plain(Kind::text)), "Paths of which every entry becomes a label.", "", false},
    });
}

Shape alerts_shape() {
    return object({
        {"sources",
         map_of(object(
             {{"kind",
               choice({"alertmanager", "grafana", "betterstack", "pagerduty", "opsgenie", "sns", "datadog",
                       "sentry", "google", "azure", "newrelic", "pingdom", "uptime-kuma", "healthchecks",
                       "github", "json"}),
               "What its payloads look like.", "", true},
              {"token", plain(Kind::secret), "As Bearer, Basic password or ?token=; empty: refuse all.", "",
               true},
              {"old_token", plain(Kind::secret), "The one before it, while tokens are rotated.", "", false},
              {"fields", fields_shape(), "Of kind json: where the parts of an alert stand, as paths into it.",
               "the usual names", false}})),
         "Who may send alerts: POST /api/v1/alerts/NAME.", "", false},
        {"prometheus",
         object({{"url", plain(Kind::web_url), "Where Prometheus answers queries.", "", true},
                 {"every", duration(1, 3600), "How often the values are read.", "15s", false}}),
         "Where the values come from.", "", false},
        {"values", map_of(plain(Kind::text)), "Named values for rules, each a PromQL expression.", "", false},
        {"monitors",
         list_of(object(
             {{"name", plain(Kind::text), "Name of the monitor.", "", true},
              {"url", plain(Kind::web_url), "What is asked.", "", true},
              {"every", duration(1, 86400), "How often.", "30s", false},
              {"timeout", duration(1, 300), "How long an answer may take.", "5s", false},
              {"expect", integer(100, 599), "The HTTP status that is fine.", "200", false},
              {"contains", plain(Kind::text), "A part that the answer has to have.", "", false},
              {"slower_than", duration(0, 300), "An answer that takes longer is a failure.", "the timeout",
               false},
              {"failures", integer(1, 1000), "Failures in a row before it is down.", "2", false},
              {"recoveries", integer(1, 1000), "Good answers in a row before it is up again.", "2", false},
              {"certificate", duration(0, 366 * 86400),
               "How long before its end the certificate is an alert of SEV 3.", "never", false},
              {"service", plain(Kind::service), "The service it watches.", "", false}})),
         "Addresses that the bot itself watches.", "[]", false},
        {"heartbeats",
         list_of(object({{"name", plain(Kind::text), "Name: GET or POST /api/v1/heartbeats/NAME.", "", true},
                         {"every", duration(10, 366 * 86400), "How often it has to come.", "", true},
                         {"grace", duration(0, 366 * 86400), "How late it may be.", "1h", false},
                         {"severity", severity(), "Severity when it stays away.", "sev3", false}})),
         "Jobs that report in; silence is the alarm.", "[]", false},
        {"rules",
         list_of(
             object({{"name", plain(Kind::text), "Title of the incident.", "", true},
                     {"when", plain(Kind::text), "The condition.", "", true},
                     {"for", duration(0, 7 * 86400), "How long it has to hold.", "0s", false},
                     {"severity", severity(), "Severity of the incident.", "", true},
                     {"service", plain(Kind::service), "Its service, where the alert names none.", "", false},
                     {"auto_resolve", plain(Kind::flag), "Resolve the incident when its alerts are quiet.",
                      "false", false}})),
         "Which alerts open incidents: the first match wins.", "[]", false},
        {"group_by", list_of(plain(Kind::text)), "Alerts alike in these labels join one open incident.", "[]",
         false},
        {"silences",
         list_of(
             object({{"match", map_of(plain(Kind::text)),
                      "Labels, or source, title, key, each with its value; a value may end in *.", "", true},
                     {"from", plain(Kind::instant), "From this instant, with an offset or Z.", "", true},
                     {"until", plain(Kind::instant), "Until this instant, a week later at most.", "", true},
                     {"why", plain(Kind::text), "The reason, for people.", "", true}})),
         "Planned maintenance: what matches is recorded and opens nothing; a SEV 1 does.", "[]", false},
    });
}

Shape export_shape() {
    return object(
        {{"repository", plain(Kind::tracker), "Tracker (kind: github) whose repository gets each as a file.",
          "", false},
         {"path", plain(Kind::text), "Folder in the repository.", "its root", false},
         {"branch", plain(Kind::text), "Branch that gets the commits.", "the repository's own", false},
         {"webhook",
          object(
              {{"url", plain(Kind::secure_url), "Receiver.", "", true},
               {"secret", plain(Kind::secret), "Signs each message (Standard Webhooks), whsec_….", "", true},
               {"old_secret", plain(Kind::secret), "The one before it, while secrets are rotated.", "",
                false}}),
          "Receiver of a signed message with each, by Standard Webhooks.", "", false}});
}

}  // namespace

std::vector<Field> alerts_fields() {
    return {
        {"alerts", alerts_shape(), "How alerts become incidents.", "", false},
        {"trackers",
         map_of(object({{"kind", choice({"github", "gitlab", "jira", "linear"}), "Product.", "", true},
                        {"repository", plain(Kind::text), "owner/name, project or team.", "", true},
                        {"token", plain(Kind::secret), "Access token.", "", true},
                        {"account", plain(Kind::text),
                         "Account the token belongs to (Jira's e-mail address).", "", false},
                        {"base_url", plain(Kind::secure_url), "Another address of its API (Jira: the site).",
                         "the product's own", false}})),
         "Where tickets go.", "", false},
        {"post_mortems",
         object({{"tickets", plain(Kind::tracker), "Tracker that gets a ticket for each action item.", "",
                  false},
                 {"folder", plain(Kind::path),
                  "Folder that published ones are written to, as post-mortem-inc-42.md.", "", false},
                 {"export", export_shape(), "Where published ones go besides, and follow later changes.", "",
                  false}}),
         "What becomes of action items and post-mortems outside of Slack.", "", false},
        {"status_page",
         object({{"name", plain(Kind::text), "Its title.", "", true},
                 {"components", list_of(plain(Kind::text)), "What it shows the state of.", "[]", false},
                 {"files", plain(Kind::path), "Folder it is also written to as static files.", "", false},
                 {"internal_hosts", list_of(plain(Kind::text)),
                  "Names of hosts and domains that a public text should not hold: the form warns of them.",
                  "[]", false},
                 {"subscribers", plain(Kind::flag), "Everybody may have its entries sent by e-mail.", "false",
                  false},
                 {"push",
                  list_of(object({{"kind", choice({"statuspage", "betterstack"}), "Product.", "", true},
                                  {"page", plain(Kind::text), "ID of the page there.", "", true},
                                  {"token", plain(Kind::secret), "Access token.", "", true},
                                  {"base_url", plain(Kind::secure_url), "Another address of its API.",
                                   "the product's own", false}})),
                  "Other status pages that get the same entries.", "[]", false}}),
         "The public status page. Without it there is none.", "", false},
    };
}

}  // namespace tocsin::config
