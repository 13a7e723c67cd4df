#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

std::string source(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(std::string(TOCSIN_SOURCE_DIR) + "/" + name).rdbuf();
    return text.str();
}

using Words = std::vector<std::string>;

const Words verbs{"run",     "sandbox", "check",    "doctor", "backup",
                  "verify",  "export",  "manifest", "schema", "completion",
                  "version", "oncall",  "simulate", "rules",  "migrate-store"};

}  // namespace

TEST_CASE("without a verb there is help, and help of every verb is no error") {
    Desktop desk;
    const auto help = desk.runs({});
    CHECK(help.code == 0);
    for (const auto& verb : verbs) {
        CHECK(help.out.contains(verb));
        const auto one = desk.runs({verb, "--help"});
        CHECK_MESSAGE(one.code == 0, verb);
        CHECK_MESSAGE(one.out.contains(verb), verb);
    }
}

TEST_CASE("wrong usage ends with 2, says why on standard error and prints nothing else") {
    Desktop desk;
    for (const Words& words : {Words{"oncal"},
                               {"run", "--fast"},
                               {"run", "now"},
                               {"backup"},
                               {"backup", "a.db", "b.db"},
                               {"verify", "--config"},
                               {"export", "--incident", "forty-two"},
                               {"export", "--incident", "99999999999999999999"},
                               {"completion"},
                               {"completion", "tcsh"},
                               {"manifest", "--json"},
                               {"version", "please"},
                               {"sandbox", "--port", "70000"},
                               {"doctor", "check"}}) {
        const auto ended = desk.runs(words);
        CHECK_MESSAGE(ended.code == 2, words.back());
        CHECK_MESSAGE(!ended.err.empty(), words.back());
        CHECK_MESSAGE(ended.out.empty(), words.back());
    }
}

TEST_CASE("the manifest and the schema are those of the sources") {
    Desktop desk;
    const auto manifest = desk.runs({"manifest"});
    CHECK(manifest.code == 0);
    CHECK(manifest.out == source("manifest.yaml"));
    const auto schema = desk.runs({"schema"});
    CHECK(schema.code == 0);
    CHECK(schema.out == source("docs/examples/tocsin.schema.json"));
    CHECK(schema.json()["properties"].contains("slack"));
    CHECK(desk.runs({"schema", "--table"}).says("| `slack.channel` | channel | `incidents` | Name or ID of"));
}

TEST_CASE("the version says what was built, and JSON says it to programs") {
    Desktop desk;
    const auto words = desk.runs({"version"});
    CHECK(words.code == 0);
    for (const auto* part : {"tocsin ", "compiler ", "boost ", "openssl "}) CHECK(words.out.contains(part));
    const auto version = desk.runs({"version", "--json"}).json()["version"].get<std::string>();
    CHECK(words.out.starts_with("tocsin " + version + "\n"));
}

TEST_CASE("completion knows every verb, and its script is one that the shell can read") {
    Desktop desk;
    for (const auto* shell : {"bash", "zsh", "fish"}) {
        const auto script = desk.runs({"completion", shell});
        CHECK(script.code == 0);
        for (const auto& verb : verbs) CHECK_MESSAGE(script.out.contains(verb), shell << " " << verb);
        CHECK(script.out.contains(shell == std::string("fish") ? "-l incident" : "--incident"));
    }
    desk.writes("tocsin.bash", desk.runs({"completion", "bash"}).out);
    const auto completes = [&](const std::string& words) {
        desk.writes("ask.bash", ". ./tocsin.bash\nCOMP_WORDS=(" + words +
                                    ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_tocsin\n"
                                    "echo \"${COMPREPLY[*]}\" > answer\n");
        REQUIRE(std::system(("cd " + desk.file("") + " && bash ask.bash").c_str()) == 0);
        return desk.reads("answer");
    };
    CHECK(completes("tocsin ver") == "verify version\n");
    CHECK(completes("tocsin export --in") == "--incident\n");
}

TEST_CASE("check says what is wrong, in words or as JSON, and ends with 3 for it") {
    Desktop desk;
    CHECK(desk.runs({"check", "missing.yaml"}).code == 3);
    CHECK(desk.runs({"check"}).err.contains("No configuration was found"));
    desk.writes("tocsin.yaml", "organization: Example\ntimezone: Mars/Olympus\n");
    const auto wrong = desk.runs({"check"});
    CHECK(wrong.code == 3);
    CHECK(wrong.out.contains("tocsin.yaml:2:11:"));
    const auto findings = desk.runs({"check", "--json"});
    CHECK(findings.code == 3);
    CHECK(findings.json()[0]["line"] == 2);
    CHECK(findings.json()[0]["kind"] == "error");
    desk.writes("tocsin.yaml", "organization: Example\n");
    CHECK(desk.runs({"check"}).code == 0);
    CHECK(desk.runs({"check", "--strict"}).code == 3);  // nobody can be paged
    CHECK(desk.runs({"check", "--json"}).json().is_array());
}

TEST_CASE("a configuration that is missing, unreadable or wrong ends every verb that needs it with 3") {
    Desktop desk;
    desk.writes("wrong.yaml", "severities: {sev9: {}}\n");
    for (const auto& verb : Words{"run", "doctor", "verify", "export", "backup", "sandbox"}) {
        for (const auto& file : {desk.file("missing.yaml"), desk.file("wrong.yaml"), desk.file("")}) {
            Words words{verb, "--config", file};
            if (verb == "backup") words.push_back("copy.db");
            const auto ended = desk.runs(words);
            CHECK_MESSAGE(ended.code == 3, verb << " " << file);
            CHECK_MESSAGE(!ended.err.empty(), verb << " " << file);
            CHECK_MESSAGE(ended.out.empty(), verb << " " << file);
        }
    }
    CHECK_FALSE(std::filesystem::exists(desk.file("tocsin.db")));
}

TEST_CASE("the last line of a run that an invalid configuration ends says so, below the warnings") {
    Desktop desk;
    desk.writes("tocsin.yaml", "organization: ${NOWHERE}\nseverities: {sev9: {}}\n");
    const auto ended = desk.runs({"run"});
    CHECK(ended.err.find("\"sev9\"") < ended.err.find("${NOWHERE}"));
    CHECK(ended.err.find("${NOWHERE}") < ended.err.find("The configuration is invalid"));
    CHECK(ended.err.ends_with("Nothing was done.\n"));
}

TEST_CASE("run needs both tokens and templates that can be read, and says which is missing") {
    Desktop desk;
    const auto no_tokens = desk.runs({"run"});
    CHECK(no_tokens.code == 3);
    CHECK(no_tokens.err.contains("slack.app_token is missing"));
    std::filesystem::create_directory(desk.file("words"));
    desk.writes("words/update.mustache", "{{#text}} never closed");
    desk.writes("tocsin.yaml", "templates: words\n");
    const auto bad_words = desk.runs({"run"}, {"SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN=xoxb-1"});
    CHECK(bad_words.code == 3);
    CHECK(bad_words.err.contains("update.mustache"));
    CHECK(desk.runs({"check"}).code == 3);
    CHECK_FALSE(std::filesystem::exists(desk.file("tocsin.db")));
}
