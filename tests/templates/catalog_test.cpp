#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "templates/catalog.h"

using namespace tocsin;
using templates::Catalog;
using templates::Text;

namespace {

// A folder of its own for each test, removed with everything in it.
class Folder {
  public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tocsin-texts-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void put(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name) << content;
    }
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

std::string error_of(const Folder& folder) {
    const auto loaded = Catalog::load(folder.path());
    REQUIRE_FALSE(loaded.has_value());
    return loaded.error().message;
}

}  // namespace

TEST_CASE("The compiled-in texts are all there and sound") {
    const auto texts = Catalog::load();
    REQUIRE(texts.has_value());
    CHECK(texts->render(Text::announcement, {{"lead", "<@U1>"}, {"next", "10 minutes"}}) ==
          "*[On-Call]* <@U1>: I'm responding to this incident.\nInvestigating now. ETA for update: 10 "
          "minutes.");
}

TEST_CASE("Lines without a value disappear") {
    const auto texts = Catalog::load();
    REQUIRE(texts.has_value());
    CHECK(texts->render(Text::update,
                        {{"minutes", "10"}, {"text", "Found it."}, {"working_on", ""}, {"eta", ""}}) ==
          "*[Update 10 min]* Found it.");
    CHECK(texts->render(
              Text::update,
              {{"minutes", "10"}, {"text", "Found it."}, {"working_on", "Restart."}, {"eta", "5 minutes"}}) ==
          "*[Update 10 min]* Found it.\nWorking on fix: Restart.\nETA for resolution: 5 minutes.");
}

TEST_CASE("A value that looks like a tag stays a value") {
    const auto texts = Catalog::load();
    REQUIRE(texts.has_value());
    CHECK(texts->render(Text::joined, {{"people", "{{people}} {{#x}} &amp;"}}) ==
          "{{people}} {{#x}} &amp; joined.");
}

TEST_CASE("A file in the folder replaces one text and leaves the others") {
    const Folder folder;
    folder.put("joined.mustache", "Welcome {{people}}!\n");
    folder.put("notes.txt", "not ours");
    const auto texts = Catalog::load(folder.path());
    REQUIRE(texts.has_value());
    CHECK(texts->render(Text::joined, {{"people", "Lee"}}) == "Welcome Lee!");
    CHECK(texts->render(Text::reminder_again, {{"since", "20 minutes"}}) == "No update for 20 minutes.");
}

TEST_CASE("A bad text is named by file and line") {
    SUBCASE("unknown value") {
        const Folder folder;
        folder.put("joined.mustache", "Hello\n{{peeple}} joined.\n");
        CHECK(error_of(folder).contains("joined.mustache:2: there is no value called \"peeple\""));
    }
    SUBCASE("unclosed section") {
        const Folder folder;
        folder.put("joined.mustache", "Hello\n\n{{#people}} joined.\n");
        CHECK(error_of(folder).contains("joined.mustache:3: Unclosed section"));
    }
    SUBCASE("unclosed tag") {
        const Folder folder;
        folder.put("joined.mustache", "{{people");
        CHECK(error_of(folder).contains("joined.mustache:1: "));
    }
    SUBCASE("partial") {
        const Folder folder;
        folder.put("joined.mustache", "{{> /etc/passwd}}");
        CHECK(error_of(folder).contains("partials"));
    }
    SUBCASE("a value that would become a mention of everybody") {
        const Folder folder;
        folder.put("joined.mustache", "Hello\n<{{people}}>");
        CHECK(error_of(folder).contains("joined.mustache:2: a tag cannot stand right behind a <"));
        folder.put("joined.mustache", "<{{! nothing }}{{people}}>");
        CHECK(error_of(folder).contains("joined.mustache:1: a tag cannot stand right behind a <"));
        folder.put("joined.mustache", "<https://example.com/{{people}}|{{people}}> < {{people}}");
        CHECK(Catalog::load(folder.path()).has_value());
    }
    SUBCASE("a list in a list in a list in a list, which would never end") {
        const auto nested = [](std::size_t depth) {
            std::string text = "The list:\n";
            for (std::size_t i = 0; i < depth; ++i) text += i % 2 == 0 ? "{{#timeline}}" : "{{^ cause}}";
            text += "{{.}}";
            for (std::size_t i = depth; i > 0; --i) text += i % 2 == 1 ? "{{/timeline}}" : "{{/ cause}}";
            return text;
        };
        const Folder folder;
        folder.put("post_mortem.mustache", nested(4));
        CHECK(error_of(folder).contains("post_mortem.mustache:2: sections are nested more than 3 deep"));
        folder.put("post_mortem.mustache", nested(3) + nested(3));
        CHECK(Catalog::load(folder.path()).has_value());
    }
    SUBCASE("unknown name, with the nearest one") {
        const Folder folder;
        folder.put("joind.mustache", "x");
        CHECK(error_of(folder).contains(
            "joind.mustache:1: no text has this name. Did you mean joined.mustache?"));
    }
    SUBCASE("too long for Slack") {
        const Folder folder;
        folder.put("joined.mustache", std::string(4000, 'x'));
        CHECK(error_of(folder).contains("longer than the 3000"));
    }
    SUBCASE("empty") {
        const Folder folder;
        folder.put("joined.mustache", "");
        CHECK(error_of(folder).contains("empty"));
    }
    SUBCASE("all of them at once") {
        const Folder folder;
        folder.put("joined.mustache", "{{a}}");
        folder.put("role.mustache", "{{b}}");
        const auto error = error_of(folder);
        CHECK(error.contains("joined.mustache:1"));
        CHECK(error.contains("role.mustache:1"));
    }
}

TEST_CASE("A folder that does not exist is an error with a way out") {
    const auto loaded = Catalog::load("/nowhere/at/all");
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().message.contains("Create it or remove `templates`"));
}
