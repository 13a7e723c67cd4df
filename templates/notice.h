// The shape of most small messages: some lines, perhaps a row of buttons, and the summary in plain words.
// What the lines say is decided by whoever calls.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/slack/button_value.h"
#include "bot/slack/elements.h"
#include "templates/render.h"

namespace tocsin::templates {

// `text` of a message: plain words, escaped and within Slack's limit.
std::string summary(std::string_view plain_words);
// Safe markup as plain words, not escaped.
std::string words_of(std::string_view markup, const RenderContext& context);

// Block IDs start with `prefix`. `revision` counts the edits of that message, from 1.
slack::Message notice(std::string_view prefix, const std::string& markup, std::vector<slack::Button> buttons,
                      const RenderContext& context, int revision = 1);
// One context line: how a question reads after it was answered.
slack::Message quiet_notice(std::string_view prefix, const std::string& markup, const RenderContext& context,
                            int revision = 2);

// Values of buttons.
std::string card_value(const Incident& incident, std::string_view argument = {});
std::string reminder_value(const Incident& incident, std::string_view argument = {});
std::string incident_value(const Incident& incident, std::string_view argument = {});

std::string as_quote(std::string_view markup);  // each line as a quote

}  // namespace tocsin::templates
