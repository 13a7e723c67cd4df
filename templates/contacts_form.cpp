#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/slack/identifiers.h"
#include "templates/contacts.h"
#include "templates/duty_words.h"
#include "templates/form_parts.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;

constexpr std::array delays_min{0, 1, 2, 3, 5};
constexpr int quiet_step_min = 30;
constexpr std::size_t longest_address = 254;

std::string since_words(const std::optional<VerifiedAddress>& verified) {
    return verified ? "verified " + format_day(verified->since) : std::string("from the configuration");
}

std::string address_line(std::string_view label, Means means, const std::string& address,
                         const std::optional<VerifiedAddress>& verified) {
    if (address.empty()) return fmt::format("*{}:* none", label);
    return fmt::format("*{}:* {}, {}", label, shown_address(means, address), since_words(verified));
}

std::string state_of(const ContactsFacts& facts) {
    const auto reach = reach_of(facts.person, facts.usable);
    auto text = reach.empty() ? std::string("Pages reach you in Slack.")
                              : fmt::format("Pages reach you by {}, and in Slack.", slack::typed_line(reach));
    text += "\n" + address_line("Phone", Means::phone, facts.person.phone, facts.contacts.phone);
    text += "\n" + address_line("E-mail", Means::email, facts.person.email, facts.contacts.email);
    if (const auto& none = facts.contacts.no_texts; none && none->number == facts.person.phone) {
        text += fmt::format(
            "\n*Text messages:* stopped {}. Text START to Tocsin's number, then tick the box in this form.",
            format_day(none->since));
    }
    text += "\n*Last test page you answered:* " +
            (facts.last_test ? format_day(*facts.last_test) : std::string("none yet"));
    return text;
}

std::string clock_of(int minute) {
    constexpr int minutes_of_hour = 60;
    return fmt::format("{:02}:{:02}", minute / minutes_of_hour, minute % minutes_of_hour);
}

void add_delay(slack::Blocks& blocks, const slack::Field& where, const slack::Plain<2000>& label,
               const Contacts& contacts, Severity severity, Means means) {
    std::vector<slack::Option> options;
    for (const int minutes : delays_min) {
        options.push_back({minutes == 0   ? std::string("At once")
                           : minutes == 1 ? std::string("1 minute later")
                                          : fmt::format("{} minutes later", minutes),
                           fmt::format("{}", minutes)});
    }
    const auto found = std::ranges::find_if(contacts.delays, [&](const MeansDelay& delay) {
        return delay.severity == severity && delay.means == means;
    });
    const auto minutes = found == contacts.delays.end()
                             ? std::int64_t{0}
                             : std::int64_t{std::chrono::floor<std::chrono::minutes>(found->after).count()};
    add_input(blocks, where, label,
              slack::static_select(where.action, options, fmt::format("{}", minutes), "At once"), "", true);
}

void add_quiet(slack::Blocks& blocks, const slack::Field& where, const slack::Plain<2000>& label,
               std::optional<int> minute, const slack::Plain<2000>& hint) {
    constexpr int day_min = 24 * 60;
    std::vector<slack::Option> options{{"No quiet hours", "none"}};
    for (int at = 0; at < day_min; at += quiet_step_min)
        options.push_back({clock_of(at), fmt::format("{}", at)});
    add_input(blocks, where, label,
              slack::static_select(where.action, options, minute ? fmt::format("{}", *minute) : "none",
                                   "No quiet hours"),
              hint, true);
}

void add_options(slack::Blocks& blocks, const ContactsFacts& facts) {
    std::vector<slack::Option> options{
        {"Phone and text me in drills", "drills", "Otherwise a drill reaches you in Slack alone"}};
    if (const auto& none = facts.contacts.no_texts; none && none->number == facts.person.phone)
        options.push_back({"Text messages reach me again", "texts", "After you texted START"});
    if (facts.contacts.phone)
        options.push_back({"Forget the phone number I verified", "phone", "The configuration's counts then"});
    if (facts.contacts.email)
        options.push_back(
            {"Forget the e-mail address I verified", "email", "The configuration's counts then"});
    std::vector<std::string> ticked;
    if (facts.contacts.phoned_in_drills) ticked.emplace_back("drills");
    add_input(blocks, field::contacts_options, "And",
              slack::checkboxes(field::contacts_options.action, options, ticked), "", true);
}

}  // namespace

slack::View contacts_form(const ContactsFacts& facts, const RenderContext& context) {
    const auto build = [&](bool modern) {
        slack::Blocks blocks(slack::block::form);
        if (!facts.note.empty())
            add_note(blocks, "note", NoteLevel::info, slack::typed_line(facts.note), modern);
        blocks.section("state", state_of(facts));
        blocks.actions("test", {to_json(slack::Button{slack::action::home_test_page, "Send me a test page",
                                                      "", slack::Style::normal,
                                                      "Send a test page to my own phone, SMS and Slack"})});
        add_input(blocks, field::contacts_phone, "New phone number",
                  to_json(slack::TextInput{.action_id = field::contacts_phone.action,
                                           .most = longest_address,
                                           .placeholder = "+12025550101"}),
                  "With the country code. It is used after you have entered the code that is sent to it.",
                  true);
        const std::vector<slack::Option> ways{{"By text message", "sms"}, {"By phone call", "phone"}};
        add_input(blocks, field::contacts_way, "The code comes",
                  slack::radio_buttons(field::contacts_way.action, ways, "sms"), "", true);
        add_input(blocks, field::contacts_email, "New e-mail address",
                  to_json(slack::TextInput{.action_id = field::contacts_email.action,
                                           .most = longest_address,
                                           .placeholder = "dana@example.com"}),
                  "A code is sent to it too.", true);
        const auto& own = facts.contacts;
        add_delay(blocks, field::contacts_sev2_calls, "SEV 2: call me", own, Severity::sev2, Means::phone);
        add_delay(blocks, field::contacts_sev2_texts, "SEV 2: text me", own, Severity::sev2, Means::sms);
        add_delay(blocks, field::contacts_sev3_calls, "SEV 3: call me", own, Severity::sev3, Means::phone);
        add_delay(blocks, field::contacts_sev3_texts, "SEV 3: text me", own, Severity::sev3, Means::sms);
        const auto minute = [&](int QuietHours::* which) {
            return own.quiet ? std::optional{(*own.quiet).*which} : std::nullopt;
        };
        add_quiet(
            blocks, field::contacts_quiet_from, "Quiet hours from", minute(&QuietHours::from_minute),
            "Calls, texts and pushes of a SEV 3 wait until they end. SEV 1 and SEV 2 know no quiet hours.");
        add_quiet(blocks, field::contacts_quiet_to, "Quiet hours until", minute(&QuietHours::to_minute),
                  "In your time zone.");
        add_options(blocks, facts);
        return blocks.take();
    };
    return both_forms({slack::form::contacts, "Contact methods", "Save", "Cancel", ""}, build, context);
}

slack::View codes_form(const std::vector<ContactCode>& codes, const RenderContext& context) {
    slack::Blocks blocks(slack::block::form);
    blocks.section("sent",
                   "The code is valid for 10 minutes. Closed this form? Write `/incident me` and the code.");
    for (const auto& code : codes) {
        const auto& where =
            code.means == Means::phone ? field::contacts_phone_code : field::contacts_email_code;
        add_input(blocks, where,
                  code.means == Means::phone ? "Code sent to the " + shown_address(code.means, code.address)
                                             : "Code sent to " + code.address,
                  to_json(slack::TextInput{.action_id = where.action, .most = 20, .placeholder = "123456"}),
                  "", true);
    }
    return shaped({slack::modal_view(
                       {slack::form::contacts, "Enter the code", "Verify", "Cancel", std::string(codes_step)},
                       blocks.take()),
                   nullptr},
                  context.form);
}

}  // namespace tocsin::templates
