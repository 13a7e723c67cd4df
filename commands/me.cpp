#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/contact.h"
#include "bot/base/premium_number.h"
#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "commands/duty_arguments.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/ad_hoc_page.h"
#include "templates/contacts.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Expected<Person> person_of(const Request& request, const Desk& desk) {
    const auto me = configured(request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    return desk.rules().people.at(me->person);
}

templates::ContactsFacts facts_of(const Person& person, Desk& desk) {
    templates::ContactsFacts facts;
    facts.person = person;
    facts.contacts = desk.tx().contacts(person.id);
    facts.usable = desk.on_call().usable({Means::phone, Means::sms, Means::email}, person);
    facts.last_test = desk.tx().last_confirmed_page(person.id);
    return facts;
}

// "+1 (202) 555-0101" as it is dialled.
std::string dialled(std::string_view typed) {
    std::string number;
    for (const char c : typed) {
        if (!std::string_view(" -()./").contains(c)) number += c;
    }
    return number;
}

// Codes that are still good, of phone and e-mail.
std::vector<ContactCode> pending(const PersonId& person, Desk& desk) {
    std::vector<ContactCode> codes;
    for (const auto means : {Means::phone, Means::email}) {
        const auto code = desk.tx().newest_code(person, means);
        if (code && code->expires > desk.now() && code->tries < most_code_tries) codes.push_back(*code);
    }
    return codes;
}

void take_over(const ContactCode& code, Desk& desk) {
    auto used = code;
    used.expires = desk.now();
    desk.tx().save(used);
    auto contacts = desk.tx().contacts(code.person);
    (code.means == Means::phone ? contacts.phone : contacts.email) =
        VerifiedAddress{code.address, desk.now()};
    desk.record(contacts);
}

std::string wrong_code(const ContactCode& code) {
    const int left = most_code_tries - code.tries;
    if (left <= 0) return "That was not the code, and no try is left. Ask for another one.";
    return fmt::format("That is not the code. {} left.",
                       left == 1 ? "One try is" : fmt::format("{} tries are", left));
}

// nullopt: it was right.
std::optional<std::string> try_code(ContactCode code, std::string_view typed, Desk& desk) {
    if (is_right(code, typed)) {
        take_over(code, desk);
        return std::nullopt;
    }
    ++code.tries;
    desk.tx().save(code);
    return wrong_code(code);
}

Answer verified(const ContactCode& code, Desk& desk) {
    return Say{templates::address_verified(code.means, code.address, desk.render())};
}

// `/incident me 123456`: whichever address it belongs to.
Expected<Answer> enter_code(std::string_view typed, const Person& person, Desk& desk) {
    const auto codes = pending(person.id, desk);
    if (codes.empty())
        return fail(ErrorKind::not_found, "No code is waiting for an answer. Ask for one by `/incident me`.");
    for (const auto& code : codes) {
        if (!is_right(code, typed)) continue;
        take_over(code, desk);
        return verified(code, desk);
    }
    std::string answer;
    for (const auto& code : codes) answer = *try_code(code, typed, desk);
    return fail(ErrorKind::invalid, answer + " Nothing was changed.");
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto person = person_of(invocation.request, desk);
    if (!person) return std::unexpected(person.error());
    const auto text = trim(invocation.text);
    if (!text.empty()) {
        const bool digits = text.find_first_not_of("0123456789 -") == std::string_view::npos;
        if (digits) return enter_code(text, *person, desk);
        return fail(ErrorKind::invalid,
                    "Write `/incident me` for your contact methods, or `/incident me` and the code that you "
                    "were sent. Nothing was changed.");
    }
    return open_form(invocation.request, templates::contacts_form(facts_of(*person, desk), desk.render()),
                     {"me", "", {}, ""}, desk);
}

std::optional<int> number_in(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

struct Saving {
    const Submission& submission;
    const Person& person;
    Desk& desk;
    FieldErrors errors;

    void refuse(const slack::Field& where, std::string sentence) {
        errors.errors.emplace_back(std::string(where.block), std::move(sentence));
    }

    std::vector<MeansDelay> delays() const {
        struct Chosen {
            slack::Field where;
            Severity severity;
            std::vector<Means> means;
        };
        const std::vector<Means> texts{Means::sms, Means::ntfy, Means::pushover};
        std::vector<MeansDelay> delays;
        for (const auto& [where, severity, means] :
             {Chosen{field::contacts_sev2_calls, Severity::sev2, {Means::phone}},
              Chosen{field::contacts_sev2_texts, Severity::sev2, texts},
              Chosen{field::contacts_sev3_calls, Severity::sev3, {Means::phone}},
              Chosen{field::contacts_sev3_texts, Severity::sev3, texts}}) {
            const auto minutes = number_in(submission.value(where)).value_or(0);
            if (minutes <= 0) continue;
            const auto after = std::min<Duration>(std::chrono::minutes{minutes}, longest_delay);
            for (const auto one : means) delays.push_back({severity, one, after});
        }
        return delays;
    }

    std::optional<QuietHours> quiet() {
        const auto from = number_in(submission.value(field::contacts_quiet_from));
        const auto to = number_in(submission.value(field::contacts_quiet_to));
        if (!from && !to) return std::nullopt;
        if (!from)
            refuse(field::contacts_quiet_from, "Please say from when, or choose no quiet hours twice.");
        if (!to) refuse(field::contacts_quiet_to, "Please say until when, or choose no quiet hours twice.");
        if (from && to && *from == *to)
            refuse(field::contacts_quiet_to, "The end is the beginning. Please choose another time.");
        return QuietHours{from.value_or(0), to.value_or(0)};
    }

    void send_code(const slack::Field& where, Means what, const std::string& address, Means by) {
        if (!errors.errors.empty()) return;
        if (const auto sent = desk.send_code(person, what, address, by); !sent)
            refuse(where, sent.error().message);
    }

    Expected<Answer> save() {
        auto contacts = desk.tx().contacts(person.id);
        contacts.delays = delays();
        contacts.quiet = quiet();
        const auto ticked = submission.all(field::contacts_options);
        const auto has = [&](std::string_view option) {
            return std::ranges::find(ticked, option) != ticked.end();
        };
        contacts.phoned_in_drills = has("drills");
        if (has("texts")) contacts.no_texts.reset();
        if (has("phone")) contacts.phone.reset();
        if (has("email")) contacts.email.reset();
        const auto phone = dialled(submission.value(field::contacts_phone));
        const auto email = submission.value(field::contacts_email);
        if (!phone.empty() && !is_phone(phone))
            refuse(field::contacts_phone, "Please write it with + and the country code, like +12025550101.");
        else if (is_premium_number(phone))
            refuse(field::contacts_phone,
                   "That is a premium number, which costs whoever calls it. Please give an ordinary one.");
        else if (!phone.empty() && !desk.rules().phones.takes(phone))
            refuse(field::contacts_phone,
                   fmt::format("Numbers here begin with {}. For another country ask an admin.",
                               join(desk.rules().phones.countries, " or ")));
        if (!email.empty() && !is_email(email))
            refuse(field::contacts_email, "Please write an address like dana@example.com.");
        const auto by = parse_means(submission.value(field::contacts_way)).value_or(Means::sms);
        if (!phone.empty()) send_code(field::contacts_phone, Means::phone, phone, by);
        if (!email.empty()) send_code(field::contacts_email, Means::email, email, Means::email);
        if (!errors.errors.empty()) return errors;
        if (contacts != desk.tx().contacts(person.id)) desk.record(contacts);
        if (!phone.empty() || !email.empty())
            return NextForm{templates::codes_form(pending(person.id, desk), desk.render())};
        return say("Saved. It counts from the next page on.");
    }
};

Expected<Answer> enter_codes(const Submission& submission, const Person& person, Desk& desk) {
    FieldErrors errors;
    std::optional<ContactCode> right;
    bool typed = false;
    for (const auto& code : pending(person.id, desk)) {
        const auto& where =
            code.means == Means::phone ? field::contacts_phone_code : field::contacts_email_code;
        const auto text = submission.value(where);
        if (text.empty()) continue;
        typed = true;
        if (auto wrong = try_code(code, text, desk)) {
            errors.errors.emplace_back(std::string(where.block), *std::move(wrong));
        } else {
            right = code;
        }
    }
    if (!errors.errors.empty()) return errors;
    if (right) return verified(*right, desk);
    return fail(ErrorKind::invalid,
                typed ? "Nothing was changed."
                      : "No code was entered, or it is not valid any more. Nothing was changed.");
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto person = person_of(submission.request, desk);
    if (!person) return std::unexpected(person.error());
    if (submission.view.private_metadata == templates::codes_step)
        return enter_codes(submission, *person, desk);
    return Saving{submission, *person, desk, {}}.save();
}

}  // namespace

Verb me_verb() {
    return {.name = "me",
            .aliases = {"prefs"},
            .usage = "[code]",
            .summary = "how pages reach you: phone, e-mail, delays, quiet hours",
            .example = "/incident me",
            .details =
                "A new phone number or e-mail address counts after you have entered the code that is sent to "
                "it, in the form or as `/incident me 123456`.",
            .right = Right::see,
            .keeps_words = true,
            .run = run,
            .form = slack::form::contacts,
            .submit = submit,
            .error_field = field::contacts_phone};
}

Answer press_contacts(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("me"), pressed.request, "", {}, desk);
}

Answer press_test_in_contacts(const Pressed& pressed, Desk& desk) {
    const auto person = person_of(pressed.request, desk);
    if (!person) return Nothing{};
    auto facts = facts_of(*person, desk);
    const auto& user = pressed.request.user;
    if (may(find_verb("test")->right, user, nullptr, desk.rules()) != Verdict::yes) {
        facts.note = "Only responders send themselves a test page. No page was sent.";
        return NextForm{templates::contacts_form(facts, desk.render())};
    }
    const auto page = desk.test_page(*person);
    facts.note = page.deliveries.empty() ? "No means reaches you. No page was sent."
                                         : templates::test_page_on_its_way(page);
    return NextForm{templates::contacts_form(facts, desk.render())};
}

}  // namespace tocsin::commands
