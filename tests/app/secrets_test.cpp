// Whoever looks for secrets finds them, wherever a configuration has them and however they are written.
#include "tests/app/secrets.h"

#include <doctest/doctest.h>

#include "bot/base/encoding.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr std::string_view with_secrets = R"(slack:
  app_token: ${APP_TOKEN:-xapp-by-default}
  bot_token: ${BOT_TOKEN}
http: {tokens: [{name: all, token: token-in-braces, scopes: [read]}, {name: t, token: short}]}
paging:
  providers:
    twilio: {auth_token: 'token, in quotes', from: "+12025550199", api_secret: "doubly quoted"}
    vonage: {private_key_file: keys/vonage.pem, signature_secret: signed-at-the-end}
    ntfy: {token_file: token-of-ntfy}
trackers: {"github": {"kind": "github", "token": "as-in-json"}}
)";

struct Desk {
    Desktop desk;
    Secrets secrets;

    Desk() {
        std::filesystem::create_directory(desk.file("keys"));
        desk.writes("tocsin.yaml", with_secrets);
        desk.writes("keys/vonage.pem", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n");
        desk.writes("token-of-ntfy", "token-in-a-file\n");
        secrets.read(desk.file("tocsin.yaml"), {"OTHER=nothing-of-it", "BOT_TOKEN=xoxb-of-the-environment"});
    }
};

}  // namespace

TEST_CASE("every secret that a configuration has is looked for, in the clear and in base64") {
    const Desk desk;
    const std::vector<std::string> all{"xapp-by-default",  "xoxb-of-the-environment", "token-in-braces",
                                       "token, in quotes", "doubly quoted",           "signed-at-the-end",
                                       "token-in-a-file",  "MIIEvQIBADANBgkq",        "as-in-json"};
    CHECK(desk.secrets.count() == all.size());
    for (const auto& secret : all) {
        CAPTURE(secret);
        CHECK(desk.secrets.found_in("log", "a\nb " + secret + "!").size() == 1);
        for (const char* before : {"", "a", "ab", "user:"})
            CHECK(desk.secrets.found_in("log", "Basic " + base64(before + secret + "..")).size() == 1);
    }
    CHECK(desk.secrets.found_in("log", "a\nb token-in-braces") ==
          std::vector<std::string>{"log, line 2: token"});
    CHECK(desk.secrets.found_in("log", "a short text that has nothing-of-it, in the clear").empty());
}

TEST_CASE("files are searched that are neither configurations nor secrets themselves") {
    const Desk desk;
    const auto folder = std::filesystem::path(desk.desk.file("tocsin.yaml")).parent_path();
    CHECK(desk.secrets.found_below(folder).empty());
    desk.desk.writes("keys/log.1", "a\n\nb signed-at-the-end");
    CHECK(desk.secrets.found_below(folder) ==
          std::vector<std::string>{"keys/log.1, line 3: signature_secret"});
}

TEST_CASE("a verb that prints a secret fails its test" * doctest::should_fail()) {
    Desktop desk;
    desk.writes("any.yaml", "token: simulate\n");  // a word of the help
    desk.runs({"--help"});
}

TEST_CASE("a program that leaves a secret beside its configuration fails its test" * doctest::should_fail()) {
    const Desktop desk;
    desk.writes("tocsin.yaml", with_secrets);
    desk.writes("a-copy", "signed-at-the-end");
    const Program bot(desk.file("tocsin.yaml"), desk.file("log"));
}
