#include <random>

#include "commands/registry.h"
#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

// Inputs of forms show what they hold as it is; messages bring markup to life.
bool pings_everybody(const Answer& answer) {
    if (!std::holds_alternative<Say>(answer)) return false;
    const auto text = everything(answer);
    for (const std::string_view alive :
         {"<!channel", "<!here", "<!everyone", "@channel", "@here", "@everyone"}) {
        if (text.find(alive) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("every verb survives whatever is typed after it, and pings nobody") {
    const std::vector<std::string> hostile{"<!channel> <!here|x>",
                                           "&lt;!everyone&gt;",
                                           "@channel @here",
                                           std::string(16 * 1024, 'x'),
                                           std::string(3000, '\n'),
                                           "INC-99999999999999999999 text",
                                           "-1",
                                           "\xff\xfe\x80",
                                           std::string("nul\0nul", 7),
                                           "{{title}} ${x} %s %n",
                                           "eta eta next next",
                                           "into into into",
                                           "at at at at at",
                                           "<@> <@U> <@|> <https://x|y"};
    for (const auto& verb : verbs()) {
        Workroom room;
        room.types(dana, "declare sev3 API Down");
        for (const auto& text : hostile) {
            const auto line = std::string(verb.name) + " " + text;
            CHECK_MESSAGE(!pings_everybody(room.types(dana, line)), verb.name << ": " << text.substr(0, 30));
            CHECK_MESSAGE(!pings_everybody(room.mentions(kim, line, 1)),
                          verb.name << ": " << text.substr(0, 30));
        }
    }
}

TEST_CASE("random lines are answered") {
    Workroom room;
    room.types(dana, "declare sev3 API Down");
    std::mt19937 random(20250121);
    const std::string_view alphabet = "abc INC-1 <@U0KIM>#:;\n\t\"'&lt;--0123456789\xc3\xa9\xff@";
    std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
    std::uniform_int_distribution<std::size_t> length(0, 60);
    std::uniform_int_distribution<std::size_t> verb(0, verbs().size() - 1);
    for (int round = 0; round < 400; ++round) {
        std::string line(round % 2 == 0 ? verbs()[verb(random)].name : "");
        line += ' ';
        for (auto left = length(random); left > 0; --left) line += alphabet[letter(random)];
        CHECK_FALSE(pings_everybody(room.types(round % 3 == 0 ? kim : dana, line)));
    }
}
