#include "commands/post_mortem.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/grammar.h"
#include "commands/presses.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"
#include "templates/postmortem.h"
#include "templates/postmortem_form.h"
#include "templates/postmortem_messages.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

bool is_allowed(Right right, const Incident& incident, const Request& request, Desk& desk) {
    return may(right, request.user, &incident, desk.rules()) == Verdict::yes;
}

Answer status(const Incident& incident, const Request& request, Desk& desk) {
    const bool publishes = is_allowed(Right::publish_post_mortem, incident, request, desk);
    return Say{templates::post_mortem_status(incident, publishes, desk.render())};
}

Answer edit(const Incident& incident, const Request& request, Desk& desk) {
    auto view = post_mortem_view(incident, request, desk);
    if (!view) return std::move(view.error());
    if (!request.can_open_form) return status(incident, request, desk);  // its button has a trigger
    return OpenForm{*std::move(view)};
}

Answer publish(const Incident& incident, bool as_it_is, const Request& request, Desk& desk) {
    if (auto objection = post_mortem_objection(Right::publish_post_mortem, "publish the post-mortem",
                                               incident, request, desk))
        return *std::move(objection);
    const auto missing = missing_for_publication(incident);
    const bool waits = incident.resolution && !is_post_mortem_done(incident);
    if (waits && !as_it_is && !missing.empty())
        return Say{templates::post_mortem_incomplete(incident, missing, desk.render())};
    return answer_of(act_quietly(request, incident, command::PublishPostMortem{as_it_is}, desk));
}

Answer act(Right right, std::string_view what, const Incident& incident, CommandBody body,
           const Request& request, Desk& desk) {
    if (auto objection = post_mortem_objection(right, what, incident, request, desk))
        return *std::move(objection);
    return answer_of(act_quietly(request, incident, std::move(body), desk));
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto rest = std::string_view(invocation.text);
    const auto word = to_lower(take_word(rest));
    if (word.empty()) return status(incident, request, desk);
    if (word == "edit") return edit(incident, request, desk);
    if (word == "publish") return publish(incident, false, request, desk);
    if (word == "draft")
        return act(Right::write_post_mortem, "post the draft", incident, command::ShowPostMortem{}, request,
                   desk);
    if (word == "claim")
        return act(Right::write_post_mortem, "own the post-mortem", incident, command::ClaimPostMortem{},
                   request, desk);
    if (word == "skip")
        return act(Right::skip_post_mortem, "decide that there is no post-mortem", incident,
                   command::SkipPostMortem{std::string(rest)}, request, desk);
    return fail(ErrorKind::invalid,
                fmt::format("\"{}\" is nothing that a post-mortem does. Write /incident postmortem, or "
                            "postmortem edit, claim, draft, publish or skip. Nothing was changed.",
                            cut(word, 40)));
}

template <class Work>
Answer about(const Pressed& pressed, Desk& desk, const Work& work) {
    const auto incident = incident_of(pressed, desk);
    return incident ? work(*incident) : unknown_button(pressed, desk);
}

}  // namespace

std::optional<Answer> post_mortem_objection(Right right, std::string_view what, const Incident& incident,
                                            const Request& request, Desk& desk) {
    if (is_allowed(right, incident, request, desk)) return std::nullopt;
    const auto who = right == Right::write_post_mortem     ? "Only responders and people who took part"
                     : right == Right::publish_post_mortem ? "Only the owner and the lead"
                                                           : "Only the Engineering Lead";
    return Say{answer::no_permission(who, what, &incident, desk.render())};
}

Answer press_post_mortem_open(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk,
                 [&](const Incident& incident) { return status(incident, pressed.request, desk); });
}

Answer press_post_mortem_edit(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk,
                 [&](const Incident& incident) { return edit(incident, pressed.request, desk); });
}

Answer press_post_mortem_claim(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) {
        return act(Right::write_post_mortem, "own the post-mortem", incident, command::ClaimPostMortem{},
                   pressed.request, desk);
    });
}

Answer press_post_mortem_publish(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk,
                 [&](const Incident& incident) { return publish(incident, false, pressed.request, desk); });
}

Answer press_post_mortem_publish_anyway(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) {
        return in_place(publish(incident, true, pressed.request, desk), "It is published.");
    });
}

Answer press_post_mortem_later(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) -> Answer {
        if (auto objection = post_mortem_objection(Right::write_post_mortem, "put the reminder off", incident,
                                                   pressed.request, desk))
            return *std::move(objection);
        const auto after = desk.act(incident, command_of(pressed.request, command::PutOffPostMortem{}));
        if (!after) return say_error(after.error());
        return say(fmt::format("The next reminder comes {}.", format_utc(*after->post_mortem.put_off_until)));
    });
}

Answer press_post_mortem_help(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) -> Answer {
        if (auto objection = post_mortem_objection(Right::write_post_mortem, "ask for help", incident,
                                                   pressed.request, desk))
            return *std::move(objection);
        return OpenForm{templates::post_mortem_help_form(incident, key_of(incident), desk.render())};
    });
}

Answer press_post_mortem_times(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) -> Answer {
        if (auto objection = post_mortem_objection(Right::write_post_mortem, "correct the times", incident,
                                                   pressed.request, desk))
            return *std::move(objection);
        return OpenForm{templates::times_form(incident, {.key = key_of(incident)}, desk.render())};
    });
}

Answer press_post_mortem_download(const Pressed& pressed, Desk& desk) {
    return about(pressed, desk, [&](const Incident& incident) -> Answer {
        const auto markdown = templates::post_mortem_markdown(incident, desk.tx().timeline(incident.number),
                                                              desk.render(), desk.facts(incident));
        return Say{templates::post_mortem_source(incident, markdown)};
    });
}

Verb post_mortem_verb() {
    return {.name = "postmortem",
            .aliases = {"pm"},
            .usage = "[INC] [edit|claim|draft|publish|skip reason]",
            .summary = "show, write and publish the post-mortem",
            .example = "/incident postmortem INC-42 publish",
            .details =
                "Without a word after it: state, owner, due time, what is missing and the times. `draft` "
                "posts it in the thread again. After a SEV 1 or 2 the owner, the lead or the Engineering "
                "Lead publishes, and only the Engineering Lead may skip it.",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = run,
            .form = slack::form::post_mortem,
            .submit = submit_post_mortem,
            .error_field = slack::field::post_mortem_root_cause};
}

}  // namespace tocsin::commands
