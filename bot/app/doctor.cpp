#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "bot/app/channels.h"
#include "bot/app/fail_over.h"
#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/app/webhook_reach.h"
#include "bot/base/text.h"
#include "bot/core/groups.h"
#include "bot/core/local_time.h"
#include "bot/net/http_client.h"
#include "bot/slack/web_api.h"
#include "storage/fence.h"
#include "storage/open_connection.h"
#include "storage/postgres_connection.h"
#include "storage/store.h"
#include "templates/catalog.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

constexpr std::uintmax_t least_free_bytes = 512ULL * 1024 * 1024;

struct Check {
    std::string name;
    bool good = false;
    std::string detail;  // what was found, or what to do
};

// One call, waited for. The answer's headers come along: scopes and the server's clock are in them.
struct Called {
    slack::Outcome outcome;
    std::vector<net::Header> headers;
};

class Doctor {
  public:
    explicit Doctor(const config::Configuration& configuration)
        : configuration_(configuration), client_(io_) {}

    std::vector<Check> examine(bool send_test) {
        app_token();
        bot_token();
        if (bot_token_works_) channel(send_test);
        if (bot_token_works_) user_groups();
        store();
        durability();
        disk();
        templates_load();
        time_zones();
        paging();
        return std::move(checks_);
    }

  private:
    void add(std::string name, bool good, std::string detail) {
        checks_.push_back({std::move(name), good, std::move(detail)});
    }

    Called call(const std::string& method, const Secret& token, const json& arguments) {
        Called called{slack::Unreachable{"no answer"}, {}};
        net::OutgoingRequest request{"POST",
                                     configuration_.slack.api_url + method,
                                     {{"Authorization", "Bearer " + token.reveal()},
                                      {"Content-Type", "application/json; charset=utf-8"}},
                                     arguments.dump()};
        bool over = false;
        client_.send(std::move(request), Reach::anywhere, [&](net::HttpResult result) {
            over = true;
            if (!result) {
                called.outcome = slack::Unreachable{result.error().reason};
                return;
            }
            called.outcome =
                slack::read_answer(result->status, net::header(result->headers, "retry-after"), result->body);
            called.headers = std::move(result->headers);
        });
        io_.restart();
        while (!over && io_.run_one() > 0) {  // the connection stays open for the next call
        }
        return called;
    }

    static std::string trouble(const slack::Outcome& outcome) {
        if (const auto* refused = std::get_if<slack::Refused>(&outcome))
            return "Slack says " + refused->error;
        if (const auto* unreachable = std::get_if<slack::Unreachable>(&outcome)) return unreachable->reason;
        if (const auto* uncertain = std::get_if<slack::Uncertain>(&outcome)) return uncertain->reason;
        return "Slack asks to wait";
    }

    void app_token() {
        const auto& token = configuration_.slack.app_token;
        if (token.empty())
            return add("Slack app token", false, "is not set: slack.app_token or SLACK_APP_TOKEN");
        const auto called = call("apps.connections.open", token, json::object());
        const bool good = std::holds_alternative<slack::Answered>(called.outcome);
        add("Slack app token", good, good ? "Socket Mode can be opened" : trouble(called.outcome));
    }

    void bot_token() {
        const auto& token = configuration_.slack.bot_token;
        if (token.empty())
            return add("Slack bot token", false, "is not set: slack.bot_token or SLACK_BOT_TOKEN");
        const auto called = call("auth.test", token, json::object());
        const auto* answered = std::get_if<slack::Answered>(&called.outcome);
        bot_token_works_ = answered != nullptr;
        add("Slack bot token", bot_token_works_,
            answered != nullptr ? "workspace " + answered->body.value("team", std::string("without a name"))
                                : trouble(called.outcome));
        if (bot_token_works_) scopes(net::header(called.headers, "x-oauth-scopes"));
    }

    void scopes(std::string_view granted) {
        if (granted.empty()) return;
        std::vector<std::string> missing;
        for (const std::string_view needed :
             {"chat:write", "commands", "channels:history", "im:history", "users:read", "reactions:read",
              "reactions:write", "app_mentions:read", "usergroups:read", "files:write"}) {
            bool there = false;
            for (const auto scope : split(granted, ',')) there = there || trim(scope) == needed;
            if (!there) missing.emplace_back(needed);
        }
        add("Slack scopes", missing.empty(),
            missing.empty() ? "all granted"
                            : "install the app again with tocsin manifest: missing " + join_and(missing));
    }

    void channel(bool send_test) {
        const auto& name = configuration_.slack.channel;
        if (!send_test) {
            return add("Incidents channel", true, fmt::format("#{} is not tried without --send-test", name));
        }
        const auto called =
            call("chat.postMessage", configuration_.slack.bot_token,
                 {{"channel", "#" + name}, {"text", "Test message from tocsin doctor. Nothing is wrong."}});
        const bool good = std::holds_alternative<slack::Answered>(called.outcome);
        add("Incidents channel", good,
            good ? fmt::format("a test message stands in #{}", name)
                 : fmt::format("{}. Invite the bot: /invite @Tocsin", trouble(called.outcome)));
    }

    void user_groups() {
        for (const auto& group : groups_in(configuration_.rules)) {
            const auto called = call("usergroups.users.list?usergroup=" + group.str(),
                                     configuration_.slack.bot_token, json::object());
            const auto* answered = std::get_if<slack::Answered>(&called.outcome);
            const auto people =
                answered != nullptr ? answered->body.value("users", json::array()).size() : std::size_t{0};
            add("Slack user group " + group.str(), people > 0,
                answered == nullptr ? trouble(called.outcome)
                : people == 0       ? "nobody is in it"
                                    : fmt::format("{} people", people));
        }
    }

    void store() {
        const auto& url = configuration_.storage.url;
        if (!storage::Store::is_there(url))
            return add("Store", true, storage::without_password(url) + " is made at the first start");
        if (const auto fenced = storage::fenced_store(url)) return add("Store", false, fenced->message);
        const SystemClock clock;
        const auto opened = storage::Store::open(url, clock);
        if (!opened) return add("Store", false, opened.error().message);
        const auto verification = (*opened)->verify();
        add("Store", verification.intact,
            verification.intact
                ? fmt::format("{}, {} events, intact", (*opened)->description(), verification.events)
                : verification.problem);
    }

    // A server may be told to forget what it said was stored, or a fail-over may.
    void durability() {
        const auto& url = configuration_.storage.url;
        if (!storage::is_postgres(url)) return;
        const auto beside = storage::open_postgres(url, storage::Hold::none);
        if (!beside) return;  // said of the store already
        const auto off = (*beside)->run(
            "SELECT name FROM pg_settings WHERE setting = 'off'"
            " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name");
        for (const auto& row : off)
            add("Durability", false,
                row.text(0) + " is off on the server: what was acknowledged may be lost");
        if (off.empty()) add("Durability", true, "the server syncs what it has acknowledged");
        if (auto found = fail_over_of(**beside); !found.detail.empty())
            add("Fail-over", !found.loses, std::move(found.detail));
    }

    void disk() {
        const std::string_view url = configuration_.storage.url;
        if (!url.starts_with("sqlite:/")) return;
        std::error_code error;
        const auto folder = std::filesystem::path(url.substr(7)).parent_path();
        const auto space = std::filesystem::space(folder, error);
        if (error) return add("Disk", false, fmt::format("{}: {}", folder.string(), error.message()));
        add("Disk", space.available > least_free_bytes,
            fmt::format("{} MiB free", space.available / (1024 * 1024)));
    }

    void templates_load() {
        const auto catalog = templates::Catalog::load(templates_folder(configuration_));
        add("Templates", catalog.has_value(),
            catalog ? "all within Slack's limits" : catalog.error().message);
    }

    void time_zones() {
        const auto& zone = configuration_.rules.timezone;
        add("Time zones", zone_exists(zone),
            zone_exists(zone) ? zone : "install the tzdata package: unknown zone " + zone);
    }

    void paging() {
        for (std::string& problem : make_channels(configuration_).problems)
            add("Paging", false, std::move(problem));
        for (WebhookSeen& webhook : look_up_webhooks(configuration_))
            add(std::move(webhook.key), webhook.reached, std::move(webhook.detail));
    }

    const config::Configuration& configuration_;
    boost::asio::io_context io_{1};
    net::HttpClient client_;
    std::vector<Check> checks_;
    bool bot_token_works_ = false;
};

}  // namespace

int doctor(const Common& common, bool send_test) {
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto checks = Doctor(found->configuration).examine(send_test);
    bool all_good = true;
    auto list = json::array();
    for (const auto& check : checks) {
        all_good = all_good && check.good;
        list.push_back({{"check", check.name}, {"ok", check.good}, {"detail", check.detail}});
        if (!common.json) fmt::print("{} {}: {}\n", check.good ? "ok  " : "FAIL", check.name, check.detail);
    }
    if (common.json) fmt::print("{}\n", list.dump());
    return all_good ? done : not_reachable;
}

}  // namespace tocsin::app
