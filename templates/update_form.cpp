#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/core/reminders.h"
#include "templates/form_parts.h"
#include "templates/forms.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
using slack::Option;

constexpr std::size_t longest_text = 1500;
constexpr std::size_t shortest_text = 3;
constexpr std::size_t longest_working_on = 300;
constexpr std::size_t quoted_units = 100;

struct Eta {
    std::string_view label;
    std::string_view value;
    Duration duration;
};
constexpr std::array etas{Eta{"5 minutes", "5_minutes", 5min},
                          Eta{"10 minutes", "10_minutes", 10min},
                          Eta{"15 minutes", "15_minutes", 15min},
                          Eta{"30 minutes", "30_minutes", 30min},
                          Eta{"1 hour", "1_hour", 1h},
                          Eta{"2 hours", "2_hours", 2h}};

std::vector<Option> status_options(const Incident& incident) {
    std::vector<Option> options{{fmt::format("Keep: {}", title_of(incident.state)), "keep"}};
    const auto offer = [&](State state, const slack::Plain<75>& description) {
        if (incident.state != state) {
            options.push_back({title_of(state), std::string(key_of(state)), description});
        }
    };
    if (incident.state != State::investigating) offer(State::investigating, "We look for the cause again");
    offer(State::identified, "We know the cause, fix is coming");
    offer(State::monitoring, "Fix is in, we watch recovery");
    offer(State::resolved, "Continue to the resolve form");
    return options;
}

std::vector<Option> next_options(const Incident& incident, const Rules& rules,
                                 const std::optional<Duration>& wanted) {
    std::vector<Option> options;
    const auto offer = [&](Duration duration, std::string_view remark = {}) {
        auto option = minutes_option(duration, remark);
        if (std::ranges::find(options, option.value, &Option::value) == options.end()) {
            options.push_back(std::move(option));
        }
    };
    if (const auto rhythm = rhythm_of(incident, incident.state, incident.severity, rules)) {
        offer(*rhythm, incident.reminders.every ? " (rhythm of this incident)"
                                                : fmt::format(" ({} rhythm)", label_of(incident.severity)));
    }
    for (const Duration duration : {10min, 15min, 20min, 30min}) offer(duration);
    if (wanted) offer(*wanted);
    return options;
}

std::vector<Option> send_to(const RenderContext& context) {
    std::vector<Option> options{{"*Incident thread*", "thread", "Always", true},
                                {fmt::format("*Also show in {}*", context.links.channel_name), "broadcast",
                                 "On when the status changes", true}};
    if (context.can.status_page) {
        options.push_back(
            {"*Public status page*", "statuspage", "You confirm the public wording next", true});
    }
    return options;
}

std::string seconds_ago(Time at, Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now - at).count();
    if (seconds >= 60) return relative(at, now);
    return fmt::format("{} second{} ago", seconds, seconds == 1 ? "" : "s");
}

std::string meanwhile(const LastWords& words, const RenderContext& context) {
    return fmt::format("{} posted {}: \"{}\" Post yours as well?", slack::escape(name_of(words.by, context)),
                       seconds_ago(words.at, context.now),
                       slack::cut_markup(slack::typed_line(words.text), quoted_units));
}

std::string_view value_of_eta(const std::optional<Duration>& eta) {
    if (!eta) return {};
    const auto found = std::ranges::find(etas, *eta, &Eta::duration);
    return found == etas.end() ? std::string_view{} : found->value;
}

}  // namespace

std::optional<Duration> parse_choice_duration(std::string_view value) {
    const auto found = std::ranges::find(etas, value, &Eta::value);
    return found == etas.end() ? std::nullopt : std::optional(found->duration);
}

slack::View update_form(const Incident& incident, const UpdateForm& form, const RenderContext& context) {
    const auto build = [&](bool modern) {
        slack::Blocks blocks(slack::block::update);
        if (form.posted_meanwhile) {
            add_note(blocks, "meanwhile", NoteLevel::warning, meanwhile(*form.posted_meanwhile, context),
                     modern);
        } else if (form.three_times_nothing) {
            add_note(blocks, "hint", NoteLevel::info, "Three times \"nothing new\". What are you trying now?",
                     modern);
        }
        const auto title = incident.is_private ? "private" : slack::typed_line(incident.title);
        blocks.context(
            "ctx",
            {fmt::format("*{} · {}*", label_of(incident.severity), title),
             fmt::format("Started {} ({})", clock_utc(incident.started, context.now),
                         slack::date_ago(incident.started, relative(incident.started, context.now))),
             fmt::format("This will read *[Update {} min]*", minutes_since_start(incident, context.now))});
        const std::string status = form.status ? std::string(key_of(*form.status)) : "keep";
        add_input(blocks, field::update_status, "Status",
                  slack::static_select(field::update_status.action, status_options(incident), status, ""), "",
                  false, true);
        add_input(blocks, field::update_text, "What do you know now?",
                  to_json(slack::TextInput{.action_id = field::update_text.action,
                                           .most = longest_text,
                                           .least = shortest_text,
                                           .multiline = true,
                                           .initial = form.text,
                                           .placeholder = "Findings first, then what you do next",
                                           .focus = true}));
        add_input(blocks, field::update_working, "Working on",
                  to_json(slack::TextInput{.action_id = field::update_working.action,
                                           .most = longest_working_on,
                                           .initial = form.working_on,
                                           .placeholder = "For example: restarting the API service"}),
                  "", true);
        std::vector<Option> eta_options;
        for (const auto& eta : etas) eta_options.push_back({eta.label, std::string(eta.value)});
        add_input(
            blocks, field::update_eta, "ETA for resolution",
            slack::static_select(field::update_eta.action, eta_options, value_of_eta(form.eta), "Unknown"),
            "", true);
        const auto next = next_options(incident, context.rules, form.next);
        const auto chosen = form.next ? minutes_option(*form.next).value : next.front().value;
        add_input(blocks, field::update_next, "Next update in",
                  slack::static_select(field::update_next.action, next, chosen, ""));
        std::vector<std::string> to{"thread"};
        const bool changes = form.status && *form.status != incident.state;
        if (form.broadcast.value_or(changes)) to.emplace_back("broadcast");
        if (form.status_page) to.emplace_back("statuspage");
        add_input(blocks, field::update_to, "Send to",
                  slack::checkboxes(field::update_to.action, send_to(context), to), "", true);
        return blocks.take();
    };
    slack::Modal modal{slack::form::update, "Update " + name_of(incident), "Post update", "Cancel",
                       write_metadata(form.key)};
    if (form.posted_meanwhile) modal.submit = "Post anyway";
    return both_forms(modal, build, context);
}

}  // namespace tocsin::templates
