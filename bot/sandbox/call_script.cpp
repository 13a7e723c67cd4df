#include "bot/sandbox/call_script.h"

#include <charconv>

#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

constexpr Duration for_one_character = 65ms;  // some 150 words a minute
constexpr int default_key_wait_s = 5;

std::string plain(std::string_view xml) {
    std::string text = replace_all(std::string(xml), "&lt;", "<");
    text = replace_all(std::move(text), "&gt;", ">");
    text = replace_all(std::move(text), "&quot;", "\"");
    text = replace_all(replace_all(std::move(text), "&apos;", "'"), "&#39;", "'");
    return clean_utf8(replace_all(std::move(text), "&amp;", "&"));
}

std::string attribute(std::string_view tag, std::string_view name) {
    const auto found = tag.find(" " + std::string(name) + "=\"");
    if (found == tag.npos) return {};
    const auto from = found + name.size() + 3;
    const auto to = tag.find('"', from);
    return to == tag.npos ? std::string() : plain(tag.substr(from, to - from));
}

}  // namespace

Duration CallScript::speech() const {
    std::size_t characters = 0;
    for (const auto& sentence : said) characters += sentence.size();
    return for_one_character * static_cast<int>(characters);
}

std::optional<CallScript> read_call_script(std::string_view document) {
    CallScript script;
    bool opened = false;
    std::size_t at = document.find('<');
    while (at != document.npos) {
        const auto end = document.find('>', at);
        if (end == document.npos) return std::nullopt;
        const auto tag = document.substr(at + 1, end - at - 1);
        const auto next = std::min(document.find('<', end), document.size());
        const auto name = tag.substr(0, tag.find_first_of(" /", 1));
        if (name == "Response") {
            opened = true;
        } else if (name == "Say") {
            script.said.push_back(plain(trim(document.substr(end + 1, next - end - 1))));
        } else if (name == "Gather") {
            script.key_url = attribute(tag, "action");
            int seconds = default_key_wait_s;
            const auto text = attribute(tag, "timeout");
            std::from_chars(text.data(), text.data() + text.size(), seconds);
            script.key_wait = std::chrono::seconds(seconds);
        } else if (name != "Pause" && name != "Hangup" && !tag.starts_with('/') && !tag.starts_with('?')) {
            return std::nullopt;
        }
        at = document.find('<', end);
    }
    if (!opened) return std::nullopt;
    return script;
}

}  // namespace tocsin::sandbox
