#include "templates/runbook_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/markdown.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t section_units = 2500;  // of the 3,000 that Slack allows
constexpr std::size_t line_units = 2000;
constexpr std::size_t body_units = 11000;  // of the 12,000
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

// How many marks begin the line; 0: fewer than three, or the line is no fence.
std::size_t fence_of(std::string_view line, char mark) {
    const auto length = std::min(line.find_first_not_of(mark), line.size());
    const bool closes_itself = mark == '`' && line.substr(length).contains('`');
    return length < fence.size() || closes_itself ? 0 : length;
}

// Sections of mrkdwn, none longer than Slack allows and none with half a block of code.
class Sections {
  public:
    explicit Sections(slack::Blocks& blocks) : blocks_(blocks) {}

    void heading(std::string_view words) {
        add(fmt::format("*{}*", markdown_to_mrkdwn(slack::clean_words(words))));
    }
    // A line of the file: of a block of code, its fence, a heading, or words.
    void line(std::string_view markdown) {
        const auto clean = slack::clean_words(cut(markdown, line_units));
        const auto text = trim(clean);
        if (code_ == 0) {
            mark_ = text.starts_with('~') ? '~' : '`';
            const auto opens = fence_of(text, mark_);
            add(opens > 0 ? std::string(fence) : words(clean));
            code_ = opens;
        } else if (fence_of(text, mark_) >= code_ && text.find_first_not_of(mark_) == std::string::npos) {
            end_code();
        } else {
            add(code(clean));
        }
    }
    void end_code() {
        if (std::exchange(code_, 0) > 0) text_ += fmt::format("{}\n", fence);
    }
    void flush() {
        if (!trim(text_).empty()) blocks_.section(fmt::format("part{}", count_++), text_);
        text_.clear();
    }

  private:
    // A fence within code would end it.
    static std::string code(std::string_view line) {
        auto text = slack::escape(line);
        for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence))
            text.replace(at, fence.size(), fence.size(), '\'');
        return text;
    }
    static std::string words(std::string_view line) {
        const auto level = line.find_first_not_of('#');
        if (level == 0 || level == std::string_view::npos) return markdown_to_mrkdwn(line);
        return fmt::format("*{}*", markdown_to_mrkdwn(trim(line.substr(level))));
    }
    void add(const std::string& shown) {
        if (utf16_length(text_) + utf16_length(shown) > section_units) {
            if (code_ > 0) text_ += fence;
            flush();
            if (code_ > 0) text_ = fmt::format("{}\n", fence);
        }
        text_ += shown + "\n";
    }

    slack::Blocks& blocks_;
    std::string text_;
    char mark_ = '`';
    std::size_t code_ = 0;  // marks of the fence that is open; 0: none is
    int count_ = 0;
};

JsonText classic_blocks(const Runbook& runbook) {
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.header("head", runbook.title);
    Sections sections(blocks);
    std::size_t units = 0;
    for (const auto& part : runbook.parts) {
        sections.heading(part.heading);
        units += utf16_length(part.heading);
        for (const auto line : lines_of(part.markdown)) {
            units += utf16_length(line);
            if (units > body_units) break;
            sections.line(line);
        }
        sections.end_code();
        if (units > body_units) {
            sections.line("The rest is left out here: the file has it.");
            break;
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
