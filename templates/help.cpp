#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/answers.h"
#include "templates/notice.h"

namespace tocsin::templates::answer {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t most_used_shown = 12;
constexpr std::size_t section_units = 2800;

std::string line_of(const VerbHelp& verb) {
    const auto shorts = verb.shorts.empty() ? "" : fmt::format(" ({})", slack::escape(verb.shorts));
    return fmt::format("*{}*{}  {}", slack::escape(verb.verb), shorts, slack::escape(verb.does));
}

}  // namespace

slack::Message help(const std::vector<VerbHelp>& most_used, const RenderContext& context) {
    std::string text = "*What I do*";
    std::size_t shown = 0;
    for (const auto& verb : most_used) {
        if (shown++ == most_used_shown) break;
        text += fmt::format("\n{}: `{}`", line_of(verb), slack::escape(verb.example));
    }
    std::vector<Button> buttons{{action::declare_open, "Declare incident", "", Style::primary}};
    if (context.can.on_call) buttons.push_back({action::on_call, "Who is on call"});
    buttons.push_back({action::all_commands, "All commands"});
    return notice(slack::block::answer, text, std::move(buttons), context);
}

slack::Message help_all(const std::vector<VerbHelp>& verbs) {
    slack::Blocks blocks(slack::block::answer, 1);
    std::string all = "All commands";
    std::string section = "*All commands*";
    std::size_t part = 0;
    for (const auto& verb : verbs) {
        const auto line = line_of(verb);
        all += "\n" + line;
        if (section.size() + line.size() > section_units) {
            blocks.section(fmt::format("text.{}", ++part), section);
            section.clear();
        }
        section += (section.empty() ? "" : "\n") + line;
    }
    blocks.section(fmt::format("text.{}", ++part), section);
    blocks.context("foot", {"`/incident help update` shows one verb in full"});
    return {summary(replace_all(all, "*", "")), blocks.take(), nullptr};
}

slack::Message help_verb(const VerbHelp& verb) {
    auto text = fmt::format("{}\n`{}`", line_of(verb), slack::escape(verb.usage));
    if (!verb.example.empty()) text += fmt::format("\nFor example: `{}`", slack::escape(verb.example));
    if (!verb.who.empty()) text += fmt::format("\nWho may: {}", slack::escape(verb.who));
    if (!verb.details.empty()) text += "\n" + slack::escape(verb.details);
    return sentence(text);
}

}  // namespace tocsin::templates::answer
