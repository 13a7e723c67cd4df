#include "commands/declare.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/slack/mrkdwn.h"
#include "commands/admission.h"
#include "commands/arguments.h"
#include "commands/duplicates.h"
#include "commands/say.h"
#include "commands/status_page.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"
#include "templates/wakes.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
namespace field = slack::field;

constexpr std::size_t shortest_title = 3;
constexpr std::string_view nothing_declared = "Nothing was declared.";

bool opens_channel(const Declaration& declaration, const Rules& rules) {
    const auto& war_room = rules.of(*declaration.severity).war_room;
    return declaration.is_private || (war_room.empty() ? rules.war_room_channel : war_room == "channel");
}

State first_state(const Declaration& declaration, const Rules& rules) {
    return rules.of(*declaration.severity).ticket.empty() ? State::paging : State::ticket;
}

std::optional<templates::WakeFacts> wakes(Declaration declaration, Desk& desk) {
    if (!desk.render().can.paging) return std::nullopt;
    if (!declaration.severity) declaration.severity = Severity::sev2;  // that the form shows then
    const Facts facts{desk.rules(), desk.on_call(), {}};
    auto wakes = templates::wake_facts(
        wake_of(fact_of(declaration, desk.rules(), desk.now()), facts, desk.now()), desk.render());
    const auto service = desk.rules().services.find(declaration.service);
    if (service != desk.rules().services.end()) wakes.service = service->second.name;
    return wakes;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto declaration =
        parse_declaration(invocation.text, desk.rules(), request.user.timezone, desk.now());
    if (!declaration) return std::unexpected(declaration.error());
    if (declaration->severity && !declaration->title.empty()) {
        return declare_now(*declaration, request, false, desk);
    }
    return open_form(request, declare_view(*declaration, origin_of(request), desk),
                     {"declare", invocation.text, {}, ""}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    auto declaration = entered_declaration(submission, desk);
    FieldErrors errors;
    const auto refuse = [&](const slack::Field& where, std::string what) {
        errors.errors.emplace_back(std::string(where.block), std::move(what));
    };
    if (utf16_length(declaration.title) < shortest_title) {
        refuse(field::declare_title, "Please name what is broken, at least 3 characters.");
    }
    if (!declaration.severity) {
        refuse(field::declare_severity, "Please choose a severity.");
    } else if (const auto admitted =
                   admission(*declaration.severity, submission.request, nothing_declared, desk);
               !admitted) {
        refuse(field::declare_severity, admitted.error().message);
    }
    if (declaration.started && *declaration.started > desk.now()) {
        // The picker knows whole minutes only: the running one is not the future.
        if (*declaration.started >= desk.now() + 1min) {
            refuse(field::declare_started, "The start cannot be in the future.");
        }
        declaration.started.reset();
    }
    if (!errors.errors.empty()) return errors;
    fit_title(declaration);
    return declare_now(declaration, submission.request, false, desk);
}

}  // namespace

event::Declared fact_of(const Declaration& declaration, const Rules& rules, Time now) {
    event::Declared declared;
    declared.title = declaration.title;
    declared.severity = *declaration.severity;
    declared.impact = declaration.impact;
    declared.service = declaration.service;
    declared.started = declaration.started.value_or(now);
    declared.detected = now;
    declared.state = first_state(declaration, rules);
    declared.drill = declaration.drill;
    declared.is_private = declaration.is_private;
    declared.nopage = declaration.nopage;
    declared.own_channel = opens_channel(declaration, rules);
    declared.source_message_link = declaration.link;
    return declared;
}

Expected<bool> may_declare(const Declaration& declaration, const Request& request, Desk& desk) {
    const bool responder = may(Right::acknowledge, request.user, nullptr, desk.rules()) == Verdict::yes;
    if (declaration.nopage && *declaration.severity == Severity::sev1 && !declaration.drill && !responder) {
        return fail(ErrorKind::forbidden,
                    "A SEV 1 without a page can be declared by people on call only. Leave out nopage, or "
                    "choose another severity. Nothing was declared.");
    }
    return admission(*declaration.severity, request, nothing_declared, desk);
}

Expected<Answer> declare_now(const Declaration& declaration, const Request& request, bool anyway,
                             Desk& desk) {
    const auto unchecked = may_declare(declaration, request, desk);
    if (!unchecked) return std::unexpected(unchecked.error());
    if (!anyway) {
        if (const auto existing = possible_duplicate(declaration, request, desk)) {
            const auto draft = desk.keep_draft(request.user.id, write_declaration(declaration));
            return Say{answer::possible_duplicate(*existing, draft, desk.render())};
        }
    }
    auto incident =
        desk.declare(fact_of(declaration, desk.rules(), desk.now()), request.actor(), request.via);
    if (*unchecked) incident = note_unchecked(incident, request, desk).value_or(incident);
    auto answer =
        answer::declared({incident, desk.thread_url(incident.number)}, desk.facts(incident), desk.render());
    if (declaration.status_page && request.via == Via::form) {
        if (auto next = public_entry_step(request, incident, slack::unescape(answer.text), desk))
            return NextForm{*std::move(next)};
    }
    return Say{std::move(answer)};
}

slack::View declare_view(const Declaration& declaration, const templates::FormOrigin& origin, Desk& desk) {
    templates::DeclareForm form;
    form.origin = origin;
    form.title = declaration.title;
    form.severity = declaration.severity;
    form.service = declaration.service;
    form.impact = declaration.impact;
    form.started = declaration.started;
    form.page = !declaration.nopage;
    form.status_page = declaration.status_page;
    form.is_private = declaration.is_private;
    form.drill = declaration.drill;
    if (form.origin.link.empty()) form.origin.link = declaration.link;
    form.wakes = wakes(declaration, desk);
    return templates::declare_form(form, desk.render());
}

Declaration entered_declaration(const Submission& submission, Desk& desk) {
    Declaration declaration;
    declaration.title = submission.value(field::declare_title);
    declaration.severity = parse_severity(submission.value(field::declare_severity));
    auto service = submission.value(field::declare_service);
    if (service.starts_with("svc:")) declaration.service = ServiceId{service.substr(4)};
    declaration.impact = submission.value(field::declare_impact);
    declaration.started = picked_time(submission.value(field::declare_started));
    const auto options = submission.all(field::declare_options);
    const auto ticked = [&](std::string_view option) {
        return std::ranges::find(options, option) != options.end();
    };
    // The form asks only where somebody can be paged.
    declaration.nopage = desk.render().can.paging && !ticked("page");
    declaration.status_page = ticked("statuspage");
    declaration.is_private = ticked("private");
    declaration.drill = ticked("drill");
    declaration.link = templates::read_form_origin(submission.view.private_metadata).link;
    return declaration;
}

slack::View declare_preview_view(const Submission& submission, Desk& desk) {
    return declare_view(entered_declaration(submission, desk),
                        templates::read_form_origin(submission.view.private_metadata), desk);
}

Verb declare_verb() {
    return {.name = "declare",
            .aliases = {"new", "create", "start", "open"},
            .usage = "[severity] title [-- what users see]",
            .summary = "declare an incident",
            .example = "/incident declare sev1 API Down -- all requests fail with 500 errors",
            .details =
                "Without a severity a form opens: the severity decides who is woken. After the severity: "
                "service:NAME, private, drill, nopage, started:14:30, from:LINK, in any order.",
            .right = Right::declare,
            .run = run,
            .form = slack::form::declare,
            .submit = submit,
            .error_field = field::declare_title};
}

}  // namespace tocsin::commands
