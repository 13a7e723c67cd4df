#include "bot/channels/twiml.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/channels/voice.h"

namespace tocsin::channels {
namespace {

constexpr std::string_view opening = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";
constexpr std::string_view closing = "<Hangup/></Response>";
constexpr std::string_view pause = R"(<Pause length="1"/>)";

std::string said(const Speech& speech, std::size_t limit) {
    std::string out;
    for (const std::string& sentence : xml_sentences(speech, limit)) {
        if (!out.empty()) out += pause;
        out += fmt::format(R"(<Say voice="Polly.Joanna" language="en-US">{}</Say>)", sentence);
    }
    return out;
}

}  // namespace

std::string twiml(const Speech& speech, const std::string& action, bool first) {
    const std::string words = std::string(first ? pause : "") + said(speech, longest_sentence);
    if (!speech.wait_for_key) return fmt::format("{}{}{}", opening, words, closing);
    // Without finishOnKey="" a # would be silence.
    return fmt::format(
        R"({}<Gather input="dtmf" numDigits="1" timeout="{}" finishOnKey="" actionOnEmptyResult="true" )"
        R"(method="POST" action="{}">{}</Gather>{})",
        opening, key_wait_s, xml_text(action, action.size()), words, closing);
}

std::string inline_twiml(const Speech& speech) {
    constexpr std::size_t longest_document = 4000;
    for (std::size_t limit = longest_sentence;; limit /= 2) {
        const std::string once = std::string(pause) + said(speech, limit);
        const std::size_t room = longest_document - opening.size() - closing.size();
        const auto wanted = static_cast<std::size_t>(std::max(speech.repeats, 0)) + 1;
        const std::size_t times = std::min(wanted, room / once.size());
        if (times == 0) continue;
        std::string out(opening);
        for (std::size_t i = 0; i < times; ++i) out += once;
        return out.append(closing);
    }
}

HttpAnswer twiml_answer(std::string document) {
    return {200, {{"Content-Type", "text/xml; charset=utf-8"}}, std::move(document)};
}

}  // namespace tocsin::channels
