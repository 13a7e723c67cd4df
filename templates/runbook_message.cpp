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

void add_sections(slack::Blocks& blocks, const Runbook& runbook) {
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
}

// "Last used 2025-01-21 in INC-42. Last tested 2025-01-20 in DRILL-3."
std::string use_line(const RunbookUse& use) {
    const auto sentence = [](std::string_view what, const std::optional<RunbookUse::Posted>& posted) {
        if (!posted) return fmt::format("Never {}.", what);
        return fmt::format("Last {} {} in {}.", what, format_day(posted->at),
                           slack::escape(posted->incident));
    };
    return sentence("used", use.used) + " " + sentence("tested", use.tested);
}

std::string short_use(const RunbookUse& use) {
    const auto part = [](std::string_view what, const std::optional<RunbookUse::Posted>& posted) {
        return posted ? fmt::format("{} {}", what, format_day(posted->at)) : fmt::format("never {}", what);
    };
    return part("used", use.used) + ", " + part("tested", use.tested);
}

JsonText post_button(const Runbook& runbook, const Incident& incident) {
    return to_json(
        slack::Button{slack::action::runbook_post, "Post to thread", card_value(incident, runbook.name),
                      slack::Style::primary,
                      fmt::format("Post the steps in the thread of incident {}", incident.number.value())});
}

}  // namespace

slack::Message runbook_message(const Runbook& runbook, const RunbookUse& use, const Incident* post_to,
                               const RenderContext& context) {
    const auto markdown = markdown_of(runbook);
    const bool only_classic = has_many_headings(markdown);
    slack::Blocks body(slack::block::answer, 1);
    if (!only_classic) body.markdown("body", markdown);
    slack::Blocks classic(slack::block::answer, 1);
    add_sections(classic, runbook);
    for (auto* blocks : {&body, &classic}) {
        blocks->context("foot", {use_line(use)});
        if (post_to != nullptr && !runbook.steps.empty())
            blocks->actions("actions", {post_button(runbook, *post_to)});
    }
    const auto classic_form = classic.take();
    const auto modern = only_classic ? classic_form : body.take();
    auto text = "Runbook: " + runbook.title;
    if (!runbook.steps.empty()) text += ". First: " + runbook.steps.front();
    return shaped({summary(text), modern, classic_form}, context.form);
}

slack::Message runbook_list(const std::vector<ListedRunbook>& runbooks, std::string_view before,
                            const Incident* wanted_for, const RenderContext& context) {
    std::string markup(before);
    std::vector<slack::Button> buttons;
    if (wanted_for != nullptr) {
        markup += " Write one after this incident?";
        buttons.push_back({slack::action::runbook_remind, "Remind me after", card_value(*wanted_for),
                           slack::Style::normal,
                           fmt::format("Remind me of a runbook when {} is over", name_of(*wanted_for))});
    }
    if (runbooks.empty() && wanted_for == nullptr)
        markup += " There are no runbooks: `runbooks` in the configuration names their folder.";
    std::size_t count = 0;
    for (const auto& [runbook, use] : runbooks) {
        if (++count > most_listed) break;
        markup += fmt::format("\n• {}: `/incident runbook {}`, {}", slack::typed_line(runbook.title),
                              slack::escape(slack::clean_words(runbook.name)), short_use(use));
    }
    return notice(slack::block::answer, std::string(trim(markup)), std::move(buttons), context);
}

}  // namespace tocsin::templates
