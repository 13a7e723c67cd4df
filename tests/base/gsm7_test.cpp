#include "bot/base/gsm7.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"

using namespace tocsin;
using nlohmann::json;

namespace {

// "a*152+€+a*8" of the vectors; plain text is itself.
std::string cooked(const std::string& recipe) {
    if (recipe.find('*') == std::string::npos) return recipe;
    std::string out;
    for (const auto part : split(recipe, '+')) {
        const auto star = part.find('*');
        const int times = star == std::string_view::npos ? 1 : std::stoi(std::string(part.substr(star + 1)));
        for (int i = 0; i < times; ++i) out += part.substr(0, star);
    }
    return out;
}

}  // namespace

TEST_CASE("segments are counted as an independent calculator counts them") {
    std::ifstream file(TOCSIN_SOURCE_DIR "/tests/base/signature-testvectors.json");
    const json vectors = json::parse(file).at("sms_segments").at("vectors");
    CHECK(vectors.size() == 17);
    for (const json& each : vectors) {
        const auto recipe = each.at("recipe").get<std::string>();
        CAPTURE(recipe);
        const auto text = cooked(recipe);
        CHECK(utf16_length(text) == each.at("utf16_units").get<std::size_t>());
        CHECK(segments_of(text) ==
              Segments{each.at("encoding") == "GSM-7", each.at("segments").get<std::size_t>()});
    }
}

TEST_CASE("typographic characters become plain ones") {
    CHECK(to_gsm7("‘a’ “b” „c” – — − …") == "'a' \"b\" \"c\" - - - ...");
    CHECK(to_gsm7("[a] {b} |c| ~d^ \\e `f`") == "(a) (b) /c/ -d' /e 'f'");
    CHECK(to_gsm7("a\r\nb\rc\td\u00A0e") == "a\nb c d e");
}

TEST_CASE("letters lose only the accents that GSM-7 lacks") {
    CHECK(to_gsm7("Ångström Øl àéèùìò ñ ß ü Ä Ç") == "Ångström Øl àéèùìò ñ ß ü Ä Ç");
    CHECK(to_gsm7("áíóúç ÂÊÎ Łódź Ðđ šžč ő ğış ăîșț Việt Nguyễn") ==
          "aiouc AEI Lodz Dd szc o gis aist Viet Nguyen");
    CHECK(to_gsm7("e\u0301a\u0308") == "ea");
    CHECK(to_gsm7("œuvre Œ €5") == "oeuvre OE €5");
}

TEST_CASE("what has no likeness becomes a question mark, once for each thing seen") {
    CHECK(to_gsm7("中文 🔥 ❤️ 👍🏽") == "?? ? ? ?");
    CHECK(to_gsm7("\xff\xfe") == "??");
}

TEST_CASE("whatever comes in, one segment comes out") {
    const std::string hostile[] = {std::string(10'000, 'a'),
                                   cooked("€*500"),
                                   cooked("😀*300"),
                                   cooked("[*161"),
                                   std::string("a\0b", 3),
                                   "\x1b[31mred",
                                   ""};
    for (const auto& text : hostile) {
        CAPTURE(text.substr(0, 20));
        const auto fitted = one_segment(text);
        CHECK(fits_one_segment(fitted));
        CHECK(to_gsm7(fitted) == fitted);
    }
    CHECK(one_segment(cooked("€*500")) == cooked("€*80"));
    CHECK(one_segment("INC-42") == "INC-42");
}
