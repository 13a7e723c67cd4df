#include "templates/notice.h"

#include "bot/base/text.h"

namespace tocsin::templates {

std::string summary(std::string_view plain_words) {
    return slack::cut_markup(slack::escape(clean_utf8(plain_words)), slack::limit::message_text);
}

std::string words_of(std::string_view markup, const RenderContext& context) {
    return plain(slack::unescape(markup), context);
}

slack::Message notice(std::string_view prefix, const std::string& markup, std::vector<slack::Button> buttons,
                      const RenderContext& context, int revision) {
    slack::Blocks blocks(prefix, revision);
    blocks.section("text", markup);
    std::vector<JsonText> elements;
    elements.reserve(buttons.size());
    for (const auto& button : buttons) elements.push_back(to_json(button));
    blocks.actions("actions", elements);
    return {summary(words_of(markup, context)), blocks.take(), nullptr};
}

slack::Message quiet_notice(std::string_view prefix, const std::string& markup, const RenderContext& context,
                            int revision) {
    slack::Blocks blocks(prefix, revision);
    blocks.context("foot", {markup});
    return {summary(words_of(markup, context)), blocks.take(), nullptr};
}

std::string card_value(const Incident& incident, std::string_view argument) {
    return slack::format(
        {incident.number, slack::ButtonValue::Kind::card, incident.revision, std::string(argument)});
}

std::string reminder_value(const Incident& incident, std::string_view argument) {
    return slack::format({incident.number, slack::ButtonValue::Kind::reminder, incident.reminders.number,
                          std::string(argument)});
}

std::string incident_value(const Incident& incident, std::string_view argument) {
    return slack::format({incident.number, slack::ButtonValue::Kind::incident, 0, std::string(argument)});
}

std::string as_quote(std::string_view markup) {
    std::string out;
    for (const auto line : lines_of(trim(markup))) {
        if (!out.empty()) out += '\n';
        out += "> ";
        out += line;
    }
    return out;
}

}  // namespace tocsin::templates
