#include "templates/runbook_message.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/markdown.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t section_units = 2500;  // of the 3,000 that Slack allows
constexpr std::size_t body_units = 11000;    // of the 12,000
constexpr std::size_t most_listed = 50;
constexpr std::ptrdiff_t most_headings = 40;  // Slack makes a block of each, and takes 50
constexpr std::string_view fence = "```";

// Slack's markdown block brings <!here> and @here to life.
std::string harmless(std::string_view markdown) {
    auto text = slack::neutralise_broadcasts(markdown);
    for (auto at = text.find("<!"); at != std::string::npos; at = text.find("<!", at + 1))
        text.insert(at + 1, "\xE2\x81\xA0");
    return text;
}

std::string markdown_of(const Runbook& runbook) {
    std::string text = fmt::format("# {}\n", markdown_line(runbook.title));
    for (const auto& part : runbook.parts)
        text += fmt::format("\n## {}\n{}\n", markdown_line(part.heading), harmless(part.markdown));
    return cut(text, body_units);
}

// At least as many as Slack sees: a comment in a block of code looks like one.
bool has_many_headings(std::string_view markdown) {
    const auto lines = lines_of(markdown);
    return std::ranges::count_if(lines, [](auto line) { return trim(line).starts_with('#'); }) >
           most_headings;
}

// Sections of mrkdwn, none longer than Slack allows and none with half a block of code.
class Sections {
  public:
    explicit Sections(slack::Blocks& blocks) : blocks_(blocks) {}

    void line(std::string_view markdown) {
        const bool mark = trim(markdown).starts_with(fence);
        const auto shown = mark ? std::string(fence) : in_code_ ? code(markdown) : words(markdown);
        if (utf16_length(text_) + utf16_length(shown) > section_units) flush();
        text_ += shown + "\n";
        if (mark) in_code_ = !in_code_;
    }
    void flush() {
        if (in_code_) text_ += fence;
        if (!trim(text_).empty()) blocks_.section(fmt::format("part{}", count_++), text_);
        text_ = in_code_ ? std::string(fence) + "\n" : "";
    }

  private:
    static std::string code(std::string_view line) { return slack::escape(slack::clean_words(line)); }
    static std::string words(std::string_view line) {
        const auto clean = slack::clean_words(line);
        const auto level = clean.find_first_not_of('#');
        if (level == 0 || level == std::string::npos) return markdown_to_mrkdwn(clean);
        return fmt::format("*{}*", markdown_to_mrkdwn(trim(std::string_view(clean).substr(level))));
    }

    slack::Blocks& blocks_;
    std::string text_;
    bool in_code_ = false;
    int count_ = 0;
};

JsonText classic_blocks(const Runbook& runbook) {
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.header("head", runbook.title);
    Sections sections(blocks);
    std::size_t units = 0;
    for (const auto& part : runbook.parts) {
        sections.line("# " + part.heading);
        for (const auto line : lines_of(part.markdown)) {
            units += utf16_length(line);
            if (units > body_units) break;
            sections.line(line);
        }
    }
    sections.flush();
    return blocks.take();
}

}  // namespace

slack::Message runbook_message(const Runbook& runbook, const RenderContext& context) {
    const auto markdown = markdown_of(runbook);
    slack::Blocks body(slack::block::answer, 1);
    body.markdown("body", markdown);
    const auto classic = classic_blocks(runbook);
    const auto modern = has_many_headings(markdown) ? classic : body.take();
    auto text = "Runbook: " + runbook.title;
    if (!runbook.steps.empty()) text += ". First: " + runbook.steps.front();
    return shaped({summary(text), modern, classic}, context.form);
}

slack::Message runbook_list(const Runbooks& runbooks, std::string_view before, const RenderContext& context) {
    std::string markup(before);
    if (runbooks.empty()) {
        markup += " There are no runbooks: `runbooks` in the configuration names their folder.";
        return notice(slack::block::answer, std::string(trim(markup)), {}, context);
    }
    std::size_t count = 0;
    for (const auto& [name, runbook] : runbooks) {
        if (++count > most_listed) break;
        markup += fmt::format("\n• {}: `/incident runbook {}`", slack::typed_line(runbook.title),
                              slack::escape(slack::clean_words(name)));
    }
    return notice(slack::block::answer, std::string(trim(markup)), {}, context);
}

}  // namespace tocsin::templates
