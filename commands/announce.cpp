#include "commands/public_draft.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/status_page.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Error no_page() {
    return {ErrorKind::unavailable,
            "There is no status page: the configuration has no status_page. Nothing was announced."};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    if (!desk.rules().status_page) return std::unexpected(no_page());
    templates::PublicEntryForm form;
    form.heading = PublicHeading::maintenance;
    form.title = templates::public_title("", form.heading);
    form.text = invocation.text.empty()
                    ? templates::public_wording(form.heading, "", std::nullopt, desk.render())
                    : templates::plain(invocation.text, desk.render());
    return open_form(invocation.request, templates::public_entry_form(form, desk.render()),
                     {"announce", invocation.text, {}, ""}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    if (!desk.rules().status_page) return std::unexpected(no_page());
    auto form = entered_public_entry(submission, desk);
    form.heading = PublicHeading::maintenance;
    if (!form.from || !form.until)
        return FieldErrors{{{std::string(field::public_from.block), "When does it begin, and end?"}}};
    if (auto errors = wrong_in(form, desk); !errors.errors.empty()) return errors;
    form.private_words = to_warn_of(form, nullptr, desk);
    if (!form.private_words.empty()) return NextForm{templates::public_entry_form(form, desk.render())};
    const auto done = desk.announce(maintenance_of(form), submission.request.actor());
    if (!done) return std::unexpected(done.error());
    return Nothing{};
}

}  // namespace

Answer press_public_withdraw(const Pressed& pressed, Desk& desk) {
    if (may(Right::publish, pressed.request.user, nullptr, desk.rules()) != Verdict::yes)
        return say("Only comms, managers and admins can withdraw an announcement. Nothing was changed.");
    const auto done = desk.withdraw(NoticeId{pressed.press.value}, pressed.request.actor());
    return done ? Answer{Nothing{}} : say_error(done.error());
}

Verb announce_verb() {
    return {.name = "announce",
            .usage = "[text]",
            .summary = "announce a maintenance on the status page",
            .example = "/incident announce The database is upgraded.",
            .details =
                "Opens the form; nothing is public before you press Publish there. The page shows it as "
                "planned, then as under way, and ends it by itself.",
            .right = Right::publish,
            .keeps_words = true,
            .run = run,
            .form = slack::form::maintenance,
            .submit = submit,
            .error_field = field::public_title};
}

}  // namespace tocsin::commands
