#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

using Lines = std::vector<std::string>;

// A folder of its own that is gone when the test ends.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "tocsin-config-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    Loaded load(std::string_view text, Variables variables = {}, Needs needs = {}) const {
        return load_text(text, path_ / "t.yaml", environment_of(std::move(variables)), needs);
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("variables are replaced inside values, with defaults") {
    const Loaded loaded =
        load("organization: \"${NAME} of ${PLACE:-nowhere}, ${EMPTY:-filled} $NAME ${no name}\"\n",
             {{"NAME", "Example"}, {"EMPTY", ""}});
    CHECK(loaded.configuration.rules.organization == "Example of nowhere, filled $NAME ${no name}");
    CHECK(load("slack: {connections: \"${N:-7}\"}").configuration.slack.connections == 7);
}

TEST_CASE("a variable's value is never read as YAML or replaced again") {
    const Loaded loaded = load("organization: ${A}\n", {{"A", "x\nslack: {connections: ${B}}"}, {"B", "5"}});
    CHECK(loaded.configuration.rules.organization == "x\nslack: {connections: ${B}}");
    CHECK(loaded.configuration.slack.connections == 2);
}

TEST_CASE("a variable that is not set is a warning that names it and leaves the value empty") {
    const Loaded loaded = load("alerts: {sources: {am: {kind: alertmanager, token: \"${AM_TOKEN}\"}}}");
    CHECK(loaded.ok());
    CHECK(any_has(lines(loaded, Weight::warning),
                  "t.yaml:1:52: warning: alerts.sources.am.token names ${AM_TOKEN}, that environment "
                  "variable is not set"));
    CHECK(loaded.configuration.alerts.sources.at("am").token.empty());
}

TEST_CASE("a credential that systemd has not handed over is told with where to get it") {
    const Loaded loaded = load("slack: {app_token_file: \"${CREDENTIALS_DIRECTORY}/slack-app\"}");
    CHECK(any_has(lines(loaded, Weight::warning),
                  "that environment variable is not set, systemd sets it for the service"));
}

TEST_CASE("missing Slack tokens are errors only for what needs them") {
    CHECK(errors_in("", {}, {}) == Lines{});
    const Lines found = errors_in("slack: {app_token: \"${SLACK_APP_TOKEN}\"}", {}, {.slack_tokens = true});
    REQUIRE(found.size() == 2);
    CHECK(found[0] ==
          "t.yaml:1:1: slack.bot_token is missing, the bot cannot connect to Slack without it, set "
          "SLACK_BOT_TOKEN in "
          "the environment, or write slack.bot_token_file");
    CHECK(found[1].starts_with("t.yaml:1:9: slack.app_token is missing"));
}

TEST_CASE("the environment wins over the file") {
    const Loaded loaded =
        load("slack: {app_token: xapp-file, bot_token_file: nowhere, api_url: https://slack.com/api/}",
             {{"SLACK_APP_TOKEN", "xapp-environment"},
              {"SLACK_BOT_TOKEN", "xoxb-environment"},
              {"SLACK_API_URL", "http://127.0.0.1:1/"}},
             {.slack_tokens = true});
    CHECK(loaded.ok());
    CHECK(loaded.configuration.slack.app_token.reveal() == "xapp-environment");
    CHECK(loaded.configuration.slack.bot_token.reveal() == "xoxb-environment");
    CHECK(loaded.configuration.slack.api_url == "http://127.0.0.1:1/");
    CHECK(load("", {{"SLACK_APP_TOKEN", "xapp-1"}}).configuration.slack.app_token.reveal() == "xapp-1");
    CHECK(load("slack: {app_token: xapp-file}", {{"SLACK_APP_TOKEN", ""}})
              .configuration.slack.app_token.reveal() == "xapp-file");
}

TEST_CASE("tokens are told apart by their first letters and never shown") {
    const Loaded loaded = load(
        "slack: {app_token: xoxb-canary, bot_token: \"${T}\", channel: \"xoxb-canary SECRET\"}\n"
        "timezone: \"${T}\"\nstorage: {url: \"mysql://u:canary@h/d\"}\n"
        "watchdog: {xoxb-canary: 1, xoxb-canary: 2}\n",
        {{"T", "xapp-canary"}});
    const Lines all = to_lines(loaded.findings);
    CHECK(any_has(all, "slack.app_token is no such token, this token starts with xapp-"));
    CHECK(any_has(all, "slack.bot_token is no such token, this token starts with xoxb-"));
    CHECK(any_has(all, "timezone is \"${T}\""));
    CHECK_FALSE(any_has(all, "canary"));
}

TEST_CASE("a secret is read from its file without the last line break") {
    const Folder folder;
    folder.write("app", "xapp-1\n");
    folder.write("bot", "xoxb-1\r\n");
    folder.write("password", "two\nlines \n\n");
    const Loaded loaded =
        folder.load("slack: {app_token_file: app, bot_token_file: " + (folder.path() / "bot").string() +
                        "}\npaging: {providers: {smtp: {url: smtp://h, from: a@b, password_file: password}}}",
                    {}, {.slack_tokens = true});
    CHECK(loaded.ok());
    CHECK(loaded.configuration.slack.app_token.reveal() == "xapp-1");
    CHECK(loaded.configuration.slack.bot_token.reveal() == "xoxb-1");
    CHECK(loaded.configuration.paging.providers.at("smtp").secret.reveal() == "two\nlines \n");
}

TEST_CASE("a secret file that cannot be used is said with its place") {
    const Folder folder;
    folder.write("empty", "");
    folder.write("huge", std::string(largest_secret_bytes + 1, 'x'));
    const auto said = [&](const std::string& file) {
        return to_lines(
            folder.load("trackers: {t: {kind: github, repository: a/b, token_file: " + file + "}}").findings);
    };
    CHECK(any_has(said("nowhere"), ":1:59: warning: the secret file nowhere cannot be read"));
    CHECK(any_has(said("."), ":1:59: the secret file . is a folder"));
    CHECK(any_has(said("empty"), "warning: the secret file empty is empty"));
    CHECK(any_has(said("huge"), "is larger than 64 KiB"));
    CHECK(any_has(said("/dev/zero"), "cannot be read"));
}

TEST_CASE("a secret and its file exclude each other") {
    CHECK(any_has(errors_in("slack: {app_token: xapp-1, app_token_file: f}"),
                  "app_token_file beside app_token"));
    CHECK(
        any_has(errors_in("trackers: {t: {kind: github, repository: a/b}}"), "trackers.t.token is missing"));
}

TEST_CASE("the token of a source may be rotated: the one before it counts as well") {
    const Loaded loaded =
        load("alerts: {sources: {am: {kind: json, token: new, old_token: \"${OLD}\"}}}", {{"OLD", "old"}});
    CHECK(lines(loaded, Weight::error).empty());
    CHECK(loaded.configuration.alerts.sources.at("am").old_token == Secret("old"));
}

TEST_CASE("an API token that is empty switches its entry off") {
    const Http http = load(
                          "http: {tokens: [{name: a, token: \"${T:-}\", scopes: [read]}, {name: b, token: t, "
                          "scopes: [read, act]}]}")
                          .configuration.http;
    REQUIRE(http.tokens.size() == 1);
    CHECK(http.tokens[0].scopes == std::vector{Scope::read, Scope::act});
}

TEST_CASE("a configuration file that cannot be read is a finding") {
    const Folder folder;
    CHECK(to_lines(load_file(folder.path() / "no.yaml", environment_of({}), {}).findings) ==
          Lines{(folder.path() / "no.yaml").string() + ":1:1: the configuration cannot be read, there is no "
                                                       "such file, check the name given with --config"});
    CHECK(any_has(to_lines(load_file(folder.path(), environment_of({}), {}).findings), "it is a folder"));
}

TEST_CASE("the file is the one that was named, else the variable's") {
    CHECK(*find_file("given.yaml", environment_of({{"TOCSIN_CONFIG", "named.yaml"}})) == "given.yaml");
    CHECK(*find_file("", environment_of({{"TOCSIN_CONFIG", "named.yaml"}})) == "named.yaml");
}

TEST_CASE("relative paths count from the file's folder") {
    const Folder folder;
    std::filesystem::create_directory(folder.path() / "books");
    folder.write("books/api-down.md", "# API Down");
    const Loaded loaded = folder.load(
        "storage: {url: 'sqlite:data/t.db'}\nrunbooks: books\n"
        "services: {api: {runbook: api-down}, web: {runbook: api-dwn}}\n");
    CHECK(loaded.configuration.storage.url == "sqlite:" + (folder.path() / "data/t.db").string());
    const Lines found = lines(loaded, Weight::error);
    REQUIRE(found.size() == 1);
    CHECK(found[0].ends_with(
        "unknown runbook \"api-dwn\", the folder of runbooks has no such file, write \"api-down\""));
}
