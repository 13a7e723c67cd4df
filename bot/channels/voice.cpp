#include "bot/channels/voice.h"

#include <ranges>
#include <utility>

#include "bot/base/text.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

std::vector<std::string> xml_sentences(const Speech& speech, std::size_t limit) {
    std::vector<std::string> out;
    for (const std::string& sentence : speech.sentences | std::views::take(most_sentences))
        out.push_back(xml_text(sentence, limit));
    return out;
}

std::string xml_text(std::string_view text, std::size_t limit) {
    std::string line = one_line(text, limit);
    for (const std::string_view noncharacter : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})  // XML has no U+FFFE, U+FFFF
        line = replace_all(std::move(line), noncharacter, "");
    for (const auto& [plain, escaped] :
         {std::pair("&", "&amp;"), std::pair("<", "&lt;"), std::pair(">", "&gt;"), std::pair("\"", "&quot;"),
          std::pair("'", "&apos;")})
        line = replace_all(std::move(line), plain, escaped);
    return line;
}

bool is_key(std::string_view text) {
    return text.size() == 1 && std::string_view("0123456789*#").contains(text.front());
}

int silence_after(const Speech& speech, const KeyPressed& heard) {
    return heard.key.empty() && heard.step == speech.step ? heard.silence : 0;
}

bool is_over(const Speech& speech, const KeyPressed& heard) {
    return speech.wait_for_key && silence_after(speech, heard) > speech.repeats;
}

}  // namespace tocsin::channels
