#include "bot/config/readers.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

std::string with_slash(std::string url) {
    if (!url.ends_with('/')) url += '/';
    return url;
}

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

std::string without_colons(const std::string& emoji) {
    return emoji.size() > 2 && emoji.starts_with(':') ? emoji.substr(1, emoji.size() - 2) : emoji;
}

// Absent: the default. Present and empty: switched off.
std::optional<ListenAddress> read_listener(const Section& http, std::string_view name,
                                           std::optional<ListenAddress> standard) {
    const Section value = http.at(name);
    if (!value.exists()) return standard;
    return read_listen(value.text());
}

std::optional<Duration> read_keeping(const Section& section, std::string_view name,
                                     std::optional<Duration> standard) {
    const std::string value = section.text(name);
    if (value.empty()) return standard;
    return read_duration(value);
}

Scope read_scope(const std::string& word) {
    if (word == "declare") return Scope::declare;
    if (word == "admin") return Scope::admin;
    return word == "act" ? Scope::act : Scope::read;
}

ApiToken read_token(const Section& entry) {
    ApiToken token;
    token.name = entry.text("name");
    token.token = entry.secret("token");
    for (const std::string& word : entry.texts("scopes")) token.scopes.push_back(read_scope(word));
    token.person = PersonId(entry.text("person"));
    return token;
}

log::Level read_level(const std::string& word) {
    if (word == "debug") return log::Level::debug;
    if (word == "warn") return log::Level::warn;
    if (word == "error") return log::Level::error;
    return word == "off" ? log::Level::off : log::Level::info;
}

}  // namespace

Slack read_slack(const Section& root) {
    const Section section = root.at("slack");
    Slack slack;
    slack.app_token = section.secret("app_token");
    slack.bot_token = section.secret("bot_token");
    slack.api_url = with_slash(section.text("api_url", slack.api_url));
    slack.connections = section.integer("connections", slack.connections);
    slack.channel = section.text("channel", slack.channel);
    if (slack.channel.starts_with('#')) slack.channel.erase(0, 1);
    if (section.is("blocks", "modern")) slack.blocks = BlockStyle::modern;
    if (section.is("blocks", "classic")) slack.blocks = BlockStyle::classic;
    const Section pace = section.at("pace");
    if (const auto rate = read_rate(pace.text("per_channel")))
        slack.pace.per_channel_per_second = rate->per_second;
    slack.pace.burst = pace.integer("burst", slack.pace.burst);
    return slack;
}

Storage read_storage(const Section& root) {
    constexpr std::string_view sqlite = "sqlite:";
    const std::string url = root.at("storage").text("url", Storage{}.url);
    if (!url.starts_with(sqlite) || url == "sqlite::memory:") return {url};
    return {std::string(sqlite) + root.in_folder(url.substr(sqlite.size())).string()};
}

Http read_http(const Section& root) {
    const Section section = root.at("http");
    Http http;
    http.listen = read_listener(section, "listen", http.listen);
    http.admin_listen = read_listener(section, "admin_listen", http.admin_listen);
    http.public_url = without_slash(section.text("public_url"));
    http.internal_hosts = section.texts("internal_hosts");
    http.trusted_proxies = section.texts("trusted_proxies");
    if (const Section tls = section.at("tls"); tls.exists()) {
        http.tls = Tls{tls.path("certificate_file"), tls.path("key_file")};
    }
    for (const Section& entry : section.at("tokens").children()) {
        if (ApiToken token = read_token(entry); !token.token.empty()) http.tokens.push_back(std::move(token));
    }
    return http;
}

Watchdog read_watchdog(const Section& root) {
    const Section section = root.at("watchdog");
    return {section.text("heartbeat_url"), section.duration("echo_every", Watchdog{}.echo_every)};
}

Emoji read_emoji(const Section& root) {
    const Section section = root.at("emoji");
    const Emoji standard;
    return {without_colons(section.text("timeline", standard.timeline)),
            without_colons(section.text("action", standard.action)),
            without_colons(section.text("watch", standard.watch))};
}

Retention read_retention(const Section& root) {
    const Section section = root.at("retention");
    const Retention standard;
    return {read_keeping(section, "timeline", standard.timeline),
            read_keeping(section, "payloads", standard.payloads),
            read_keeping(section, "personal_data", standard.personal_data)};
}

Log read_log(const Section& root) {
    const Section section = root.at("log");
    Log log;
    log.level = read_level(section.text("level"));
    if (section.is("format", "text")) log.format = log::Format::text;
    if (section.is("format", "json")) log.format = log::Format::json;
    return log;
}

}  // namespace tocsin::config
