#include "templates/home.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/day.h"
#include "bot/core/local_time.h"
#include "bot/core/zone.h"
#include "bot/slack/elements.h"
#include "bot/slack/identifiers.h"
#include "templates/checklist.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t most_lines = 8;
constexpr std::size_t title_units = 200;

struct Home {
    const HomeFacts& facts;
    const RenderContext& context;
    slack::Blocks blocks{slack::block::home};

    bool is_paged() const { return facts.is_configured || facts.duty; }

    // "Feb 10".
    std::string start_of(const HomeShift& shift) const {
        const auto zone = Zone::load_or_utc(shift.timezone);
        const auto day = std::chrono::floor<std::chrono::days>(zone.wall(shift.from));
        return format_month_day(Time{day.time_since_epoch()}, context.now);
    }

    void duty() {
        if (!facts.duty) {
            blocks.header("head", "Incidents");
            const auto unknown = context.rules.schedules.empty()
                                     ? "No schedule is set up yet. An admin can add one in the configuration."
                                     : "Declare an incident, or follow those that are open.";
            auto text = facts.on_call.value_or(unknown);
            if (facts.next_shift) text += fmt::format(" Your next shift: {}.", start_of(*facts.next_shift));
            blocks.section("duty", slack::escape(text));
            return;
        }
        const auto& duty = *facts.duty;
        blocks.header("head", "You are on call");
        auto text = fmt::format("*{}*", slack::typed_line(duty.schedule));
        if (duty.until) text += " until " + slack::escape(format_local(*duty.until, duty.timezone));
        text += '.';
        if (!duty.backup.empty()) text += fmt::format(" Your backup is {}.", slack::mention(duty.backup));
        text += duty.reach.empty() ? "\nPages reach you here in Slack."
                                   : fmt::format("\nPages reach you by {}, and here in Slack.",
                                                 slack::typed_line(duty.reach));
        blocks.section("duty", text);
    }

    void actions() {
        std::vector<JsonText> buttons{to_json(
            Button{action::declare_open, "Declare incident", "", Style::primary, "Declare a new incident"})};
        if (context.can.on_call && facts.duty) {
            Button test{action::home_test_page, "Send me a test page", "", Style::normal,
                        "Send a test page to my own phone, SMS and Slack"};
            test.confirm = slack::Confirm{
                "Send a test page?",
                "Tocsin phones you and sends one SMS and one direct message. Nobody else is notified.",
                "Send it", "Not now"};
            buttons.push_back(to_json(test));
        }
        if (context.can.on_call && facts.duty) {
            buttons.push_back(to_json(Button{action::home_override, "Find cover", "", Style::normal,
                                             "Ask someone to cover part of your shift"}));
        }
        if (context.can.paging && is_paged()) {
            buttons.push_back(to_json(Button{action::home_contacts, "Contact methods", "", Style::normal,
                                             "Change how you are paged"}));
        }
        blocks.actions("actions", buttons);
    }

    std::string line_of(const Incident& incident) const {
        const auto title = incident.is_private
                               ? "private"
                               : slack::cut_markup(slack::typed_line(incident.title), title_units);
        auto text = fmt::format("*{} · {}*  {}\n{}, ", label_of(incident.severity), title, name_of(incident),
                                title_of(incident.state));
        text += !incident.lead.is_somebody() ? "nobody leads yet."
                                             : mention_of(incident.lead, context) + " leads.";
        const auto updated = incident.last_update ? incident.last_update : incident.acknowledged;
        if (!updated) return text + " No update yet.";
        text += " Last update " + slack::date_ago(*updated, ago(*updated));
        if (incident.reminders.due) text += ", next due " + clock_utc(*incident.reminders.due, context.now);
        return text + ".";
    }

    // In the middle of a sentence.
    std::string ago(Time at) const {
        const auto text = relative(at, context.now);
        return text == "Just now" ? "just now" : text;
    }

    std::vector<JsonText> buttons_of(const HomeIncident& open) const {
        const auto number = fmt::format("{}", open.incident.number.value());
        std::vector<JsonText> buttons;
        if (!open.thread_url.empty()) {
            const auto id = fmt::format("{}{}", action::home_thread, number);
            buttons.push_back(
                to_json(Button{id, "Open thread", number, Style::normal,
                               fmt::format("Open the thread of incident {}", number), open.thread_url}));
        }
        if (!open.watching && (open.thread_url.empty() || !is_paged())) {
            const auto id = fmt::format("{}{}", action::home_watch, number);
            buttons.push_back(to_json(
                Button{id, "Watch", number, Style::normal, fmt::format("Watch incident {}", number)}));
        }
        return buttons;
    }

    // One button stands beside the words, two stand below them.
    void incident(const HomeIncident& open) {
        const auto part = fmt::format("open.{}", open.incident.number.value());
        const auto buttons = buttons_of(open);
        blocks.section(part, line_of(open.incident),
                       buttons.size() == 1 ? buttons.front() : JsonText(nullptr));
        if (buttons.size() > 1) blocks.actions(part + ".act", buttons);
    }

    void open_incidents() {
        blocks.divider("line1");
        blocks.header("open.head", "Open incidents");
        if (facts.open.empty()) blocks.section("open.none", "No open incidents.");
        for (const auto& open : facts.open) {
            if (&open - facts.open.data() == static_cast<std::ptrdiff_t>(most_lines)) break;
            incident(open);
        }
        and_more("open.more", facts.open.size());
    }

    void and_more(std::string_view part, std::size_t count) {
        if (count > most_lines)
            blocks.context(part, {fmt::format("and {} more, see `/incident list`", count - most_lines)});
    }

    JsonText todo_button(const HomeTodo& todo) const {
        const auto number = fmt::format("{}", todo.number);
        const auto value = todo.value.empty() ? number : todo.value;
        switch (todo.kind) {
            case HomeTodo::Kind::post_mortem: {
                const auto id = fmt::format("{}{}", action::home_post_mortem, number);
                return to_json(Button{id, "Edit draft", value, Style::normal,
                                      fmt::format("Edit the post-mortem draft of incident {}", number)});
            }
            case HomeTodo::Kind::action: {
                const auto id = fmt::format("{}{}", action::home_action, number);
                constexpr std::size_t subject_units = 45;  // of the 75 of a label
                return to_json(
                    Button{id, "Mark done", value, Style::normal,
                           fmt::format("Mark the action {} as done", cut(todo.subject, subject_units))});
            }
        }
        return nullptr;
    }

    void waiting() {
        if (facts.waiting.empty()) return;
        blocks.divider("line2");
        blocks.header("todo.head", "Waiting for you");
        std::size_t line = 0;
        for (const auto& todo : facts.waiting) {
            if (line == most_lines) break;
            ++line;
            blocks.section(fmt::format("todo.{}", line),
                           fmt::format("*{}* {}", slack::typed_line(todo.what), slack::typed_line(todo.text)),
                           todo_button(todo));
        }
        and_more("todo.more", facts.waiting.size());
    }

    void preparation() {
        if (!facts.next_shift) return;
        const auto& shift = *facts.next_shift;
        blocks.divider("line3");
        blocks.header("prep.head", "Before your next shift");
        auto from = format_local(shift.from, shift.timezone);
        from = from.substr(0, from.find(" ("));
        auto text = fmt::format("Next shift: {} to {}, {}.", from, format_local(shift.to, shift.timezone),
                                slack::escape(shift.role));
        if (!shift.test_page.empty()) text += "\n• Test page: " + slack::escape(shift.test_page);
        if (!shift.changed_runbooks.empty()) {
            std::vector<std::string> links;
            for (const auto& runbook : shift.changed_runbooks)
                links.push_back(slack::link(runbook.url, runbook.name));
            text += "\n• Runbooks changed since your last shift: " + join(links, ", ");
        }
        blocks.section("prep", text);
    }

    void month() {
        if (facts.numbers.empty()) return;
        blocks.header("month.head", facts.month + " so far");
        std::vector<slack::Markup<slack::limit::field>> fields;
        for (const auto& [label, value] : facts.numbers) {
            fields.emplace_back(fmt::format("*{}*\n{}", slack::escape(label), slack::escape(value)));
        }
        blocks.fields("month", fields);
    }

    // For whoever is never paged.
    void help() {
        if (is_paged()) return;
        blocks.divider("line4");
        std::string text;
        if (!facts.public_status.empty()) {
            text = "Public status: " + slack::escape(facts.public_status) + ".";
            if (!facts.status_page_url.empty())
                text += " " + slack::link(facts.status_page_url, "Open the status page");
            text += '\n';
        }
        text +=
            "Something is broken? *Declare incident* tells the right people; you need not know who they are. "
            "To ask for help, write to me here, or `/incident help`.";
        blocks.section("help", text);
    }

    void readiness() {
        if (facts.readiness.empty()) return;
        blocks.header("ready.head", "Readiness");
        blocks.section("ready", checklist_text(facts.readiness, facts.ask),
                       facts.ask ? to_json(checklist_ask_button(*facts.ask)) : JsonText(nullptr));
    }

    void foot() {
        std::vector<std::string> foot;
        for (const auto& word : facts.health) foot.push_back(slack::typed_line(word));
        const auto updated = facts.updated.value_or(context.now);
        foot.push_back("Updated " + slack::date_ago(updated, ago(updated)));
        foot.emplace_back("`/incident help` lists every command");
        blocks.context("foot", foot);
    }

    JsonText everything() {
        if (facts.guest) {
            blocks.header("head", "Incidents");
            auto text = std::string("Ask a colleague to declare an incident.");
            if (!facts.public_status.empty())
                text += " Current public status: " + slack::escape(facts.public_status) + ".";
            if (!facts.status_page_url.empty())
                text += " " + slack::link(facts.status_page_url, "Open the status page");
            blocks.section("duty", text);
            return blocks.take();
        }
        if (!facts.trouble.empty()) blocks.section("trouble", slack::typed(facts.trouble));
        duty();
        actions();
        open_incidents();
        waiting();
        preparation();
        month();
        help();
        readiness();
        foot();
        return blocks.take();
    }
};

}  // namespace

slack::View home_view(const HomeFacts& facts, const RenderContext& context) {
    auto view = JsonText::object({{"type", "home"},
                                  {"callback_id", slack::form::home},
                                  {"private_metadata", fmt::format("{{\"rev\":{}}}", facts.revision)}});
    view.set("blocks", Home{facts, context}.everything());
    return {std::move(view), nullptr};
}

}  // namespace tocsin::templates
