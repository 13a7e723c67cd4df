#include "bot/sandbox/block_validator.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace tocsin::sandbox;
namespace fs = std::filesystem;

namespace {

json plain(const std::string& text) {
    return {{"type", "plain_text"}, {"text", text}};
}

json header(const std::string& text) {
    return {{"type", "header"}, {"text", plain(text)}};
}

json button(const std::string& action_id) {
    return {{"type", "button"}, {"action_id", action_id}, {"text", plain("Press")}};
}

json actions(json elements) {
    json block = {{"type", "actions"}};
    block["elements"] = std::move(elements);
    return block;
}

json option(const std::string& value) {
    return {{"text", plain(value)}, {"value", value}};
}

// What Slack prints about a message of this one block.
std::vector<std::string> errors(const json& block, Surface surface = Surface::message) {
    std::vector<std::string> printed;
    json blocks = json::array();
    blocks.push_back(block);
    for (const auto& problem : check_blocks(blocks, surface, {})) printed.push_back(to_string(problem));
    return printed;
}

bool accepted(const json& block, Surface surface = Surface::message) {
    return errors(block, surface).empty();
}

using Printed = std::vector<std::string>;

}  // namespace

TEST_CASE("every golden sample is accepted") {
    int samples = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(TOCSIN_SOURCE_DIR) / "tests/golden/blocks")) {
        if (entry.path().extension() != ".json") continue;
        CAPTURE(entry.path().filename().string());
        std::ifstream file(entry.path());
        const json sample = json::parse(file);
        const bool view = sample.contains("type");
        const auto problems =
            view ? check_view(sample, {}) : check_blocks(sample["blocks"], Surface::message, {});
        for (const auto& problem : problems) FAIL_CHECK(to_string(problem));
        if (!view) CHECK(text_total(sample["blocks"]) < max_text_total);
        ++samples;
    }
    CHECK(samples >= 12);
}

TEST_CASE("a text that is too long or empty is named with its pointer") {
    CHECK(accepted(header(std::string(150, 'x'))));
    CHECK(errors(header(std::string(151, 'x'))) ==
          Printed{"must be less than 151 characters [json-pointer:/blocks/0/text/text]"});
    CHECK(errors(header("")) == Printed{"must be more than 0 characters [json-pointer:/blocks/0/text/text]"});
    // Counted in UTF-16 units: an emoji is two.
    std::string emoji;
    for (int i = 0; i < 75; ++i) emoji += "😀";
    CHECK(accepted(header(emoji)));
    CHECK_FALSE(accepted(header(emoji + "x")));
}

TEST_CASE("too many items are named as Slack names them") {
    json buttons = json::array();
    for (int i = 0; i < 26; ++i) buttons.push_back(button("b" + std::to_string(i)));
    CHECK(errors(actions(buttons)) ==
          Printed{"no more than 25 items allowed [json-pointer:/blocks/0/elements]"});
    json blocks = json::array();
    for (int i = 0; i < 51; ++i) blocks.push_back({{"type", "divider"}});
    CHECK(check_blocks(blocks, Surface::message, {}).front().message == "no more than 50 items allowed");
    CHECK(check_blocks(blocks, Surface::home, {}).empty());
}

TEST_CASE("what Slack does not know is refused: types, fields, values") {
    CHECK_FALSE(accepted({{"type", "hologram"}}));
    CHECK_FALSE(accepted("divider"));
    CHECK_FALSE(accepted(json::object()));
    json extra = header("x");
    extra["colour"] = "red";
    CHECK(errors(extra) == Printed{"invalid additional property: colour [json-pointer:/blocks/0]"});
    json styled = button("a");
    styled["style"] = "purple";
    CHECK(errors(actions(json::array({styled}))) ==
          Printed{"must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"});
    CHECK_FALSE(accepted({{"type", "header"}, {"text", {{"type", "mrkdwn"}, {"text", "x"}}}}));
    CHECK_FALSE(accepted({{"type", "section"}}));
}

TEST_CASE("blocks stay on their surfaces") {
    const json alert = {{"type", "alert"}, {"text", plain("careful")}};
    CHECK(accepted(alert, Surface::modal));
    CHECK_FALSE(accepted(alert, Surface::message));
    const json markdown = {{"type", "markdown"}, {"text", "# hello"}};
    CHECK(accepted(markdown));
    CHECK_FALSE(accepted(markdown, Surface::modal));
    CHECK_FALSE(accepted(markdown, Surface::home));
}

TEST_CASE("a block type that this workspace does not know is refused") {
    json blocks = json::array();
    blocks.push_back(header("x"));
    CHECK(check_blocks(blocks, Surface::message, {"header"}).front() ==
          Problem{"unsupported type: header", "/blocks/0/type"});
}

TEST_CASE("identifiers are unique where Slack wants them unique") {
    CHECK_FALSE(accepted(actions(json::array({button("a"), button("a")}))));
    json blocks = json::array();
    for (int i = 0; i < 2; ++i) {
        blocks.push_back(actions(json::array({button("a")})));
    }
    CHECK(check_blocks(blocks, Surface::message, {}).empty());
    for (auto& block : blocks) block["block_id"] = "same";
    CHECK(check_blocks(blocks, Surface::message, {}).front().pointer == "/blocks/1/block_id");
}

TEST_CASE("menus offer either options or groups and start with one of them") {
    json menu = {{"type", "static_select"}, {"action_id", "m"}};
    CHECK_FALSE(accepted(actions(json::array({menu}))));
    menu["options"] = json::array({option("a"), option("b")});
    menu["initial_option"] = option("b");
    CHECK(accepted(actions(json::array({menu}))));
    menu["initial_option"] = option("c");
    CHECK(errors(actions(json::array({menu}))) ==
          Printed{"must exactly match one of the provided options "
                  "[json-pointer:/blocks/0/elements/0/initial_option]"});
}

TEST_CASE("a confirmation has all four texts within their limits") {
    json asking = button("a");
    asking["confirm"] = {{"title", plain("Sure?")}, {"text", plain("x")}, {"confirm", plain("Yes")}};
    CHECK(errors(actions(json::array({asking}))) ==
          Printed{"missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]"});
    asking["confirm"]["deny"] = plain(std::string(31, 'n'));
    CHECK(errors(actions(json::array({asking}))) ==
          Printed{"must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]"});
}

TEST_CASE("a form with inputs needs its buttons, and short titles") {
    json input = {{"type", "input"}, {"label", plain("Title")}};
    input["element"] = {{"type", "plain_text_input"}, {"action_id", "t"}};
    json view = {{"type", "modal"}, {"title", plain("Declare")}};
    view["blocks"] = json::array({input});
    CHECK(check_view(view, {}).front() == Problem{"missing required field: submit", "/view"});
    view["submit"] = plain("Create");
    CHECK(check_view(view, {}).empty());
    view["title"] = plain(std::string(25, 't'));
    CHECK(check_view(view, {}).front() == Problem{"must be less than 25 characters", "/view/title/text"});
    view["title"] = plain("Declare");
    view["private_metadata"] = std::string(3001, 'm');
    CHECK(check_view(view, {}).front().pointer == "/view/private_metadata");
}

TEST_CASE("only one element of a form takes the focus") {
    json view = {{"type", "modal"}, {"title", plain("t")}, {"submit", plain("s")}};
    view["blocks"] = json::array();
    for (const char* id : {"a", "b"}) {
        json input = {{"type", "input"}, {"label", plain("l")}};
        input["element"] = {{"type", "plain_text_input"}, {"action_id", id}, {"focus_on_load", true}};
        view["blocks"].push_back(input);
    }
    CHECK(check_view(view, {}).front().pointer == "/view/blocks/1/element/focus_on_load");
}

TEST_CASE("tables and charts keep their shapes") {
    const json cell = {{"type", "raw_text"}, {"text", "x"}};
    json table = {{"type", "data_table"}, {"caption", "c"}};
    table["rows"] = json::array({json::array({cell, cell}), json::array({cell})});
    CHECK(errors(table) ==
          Printed{"all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]"});
    json chart = {{"type", "data_visualization"}, {"title", "t"}};
    chart["chart"] = {{"type", "pie"}};
    chart["chart"]["segments"] = json::array();
    chart["chart"]["segments"].push_back({{"label", "a"}, {"value", 0}});
    CHECK(errors(chart) == Printed{"must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]"});
}

TEST_CASE("answers to type-ahead are options or groups, at most a hundred") {
    json options = json::array();
    for (int i = 0; i < 100; ++i) options.push_back(option(std::to_string(i)));
    json answer = json::object();
    answer["options"] = options;
    CHECK(check_suggestions(answer).empty());
    answer["options"].push_back(option("100"));
    CHECK_FALSE(check_suggestions(answer).empty());
    CHECK_FALSE(check_suggestions(json::object()).empty());
    CHECK_FALSE(check_suggestions("options").empty());
}

TEST_CASE("nonsense of every JSON kind in every place is a problem, never a crash") {
    const json sample = [] {
        std::ifstream file(fs::path(TOCSIN_SOURCE_DIR) / "tests/golden/blocks/07-post-mortem-skeleton.json");
        return json::parse(file)["blocks"];
    }();
    const json wrong[] = {
        nullptr, 1, "x", true, json::array(), json::object(), json::array({1, "x", nullptr})};
    const auto flat = sample.flatten();
    int places = 0;
    for (const auto& [pointer, value] : flat.items()) {
        for (auto at = json::json_pointer(pointer); !at.empty(); at.pop_back()) {
            for (const auto& nonsense : wrong) {
                json broken = sample;
                broken[at] = nonsense;
                (void)check_blocks(broken, Surface::message, {});
                (void)text_total(broken);
            }
            ++places;
        }
    }
    CHECK(places > 100);
}
