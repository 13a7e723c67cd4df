#include "commands/public_draft.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/core/public_warnings.h"
#include "commands/arguments.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr std::size_t digest_digits = 16;
constexpr Duration longest_maintenance = 14 * 24h;
constexpr Duration farthest_maintenance = 366 * 24h;

std::string in_block(const Submission& submission, const slack::Field& where, std::string_view ending) {
    const auto block = fmt::format("{}.{}", where.block, ending);
    return submission.value({block, where.action});
}

// Of whichever heading the form was opened with.
std::string entered_text(const Submission& submission) {
    const auto prefix = std::string(field::public_text.block) + ".";
    for (const auto& [block, inputs] : submission.view.values) {
        if (block.starts_with(prefix)) return submission.value({block, field::public_text.action});
    }
    return {};
}

std::vector<std::string> names_known(const Incident* incident, Desk& desk) {
    std::vector<std::string> names;
    for (const auto& [id, person] : desk.rules().people) names.push_back(person.name);
    if (incident == nullptr) return names;
    for (const auto& who : incident->participants) names.push_back(templates::name_of(who, desk.render()));
    names.push_back(templates::name_of(incident->declared_by, desk.render()));
    std::erase(names, templates::name_of(Actor{}, desk.render()));
    return names;
}

}  // namespace

templates::PublicEntryForm entered_public_entry(const Submission& submission, Desk& desk) {
    const auto plain = [&](const std::string& typed) {
        return std::string(trim(templates::plain(typed, desk.render())));
    };
    templates::PublicEntryForm form;
    form.key = templates::read_form_key(submission.view.private_metadata).value_or(templates::FormKey{});
    form.heading =
        parse_public_heading(submission.value(field::public_heading)).value_or(PublicHeading::investigating);
    form.title = plain(submission.value(field::public_title));
    form.text = plain(entered_text(submission));
    form.from = picked_time(submission.value(field::public_from));
    form.until = picked_time(submission.value(field::public_until));
    const auto& known = desk.rules().status_page->components;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto entered = in_block(submission, field::public_component, std::to_string(i));
        if (const auto state = parse_component_state(entered)) form.components[known[i]] = *state;
    }
    return form;
}

FieldErrors wrong_in(const templates::PublicEntryForm& form, Desk& desk) {
    FieldErrors errors;
    const auto refuse = [&](std::string_view block, std::string what) {
        errors.errors.emplace_back(std::string(block), std::move(what));
    };
    const auto text_block = fmt::format("{}.{}", field::public_text.block, key_of(form.heading));
    if (form.text.empty()) refuse(text_block, "What shall the public read? A sentence is enough.");
    if (utf16_length(form.text) > longest_public_text)
        refuse(text_block, fmt::format("At most {} characters.", longest_public_text));
    if (form.key.entry != 0) return errors;
    if (form.title.empty()) refuse(field::public_title.block, "What do customers notice? A few words.");
    if (utf16_length(form.title) > longest_public_title)
        refuse(field::public_title.block, fmt::format("At most {} characters.", longest_public_title));
    if (form.heading != PublicHeading::maintenance) return errors;
    if (!form.from || !form.until) return errors;
    if (*form.until <= *form.from || *form.until <= desk.now())
        refuse(field::public_until.block, "A maintenance ends after it begins, and not in the past.");
    else if (*form.until - *form.from > longest_maintenance)
        refuse(field::public_until.block, "A maintenance lasts at most 14 days.");
    if (*form.from > desk.now() + farthest_maintenance)
        refuse(field::public_from.block, "That is more than a year ahead.");
    return errors;
}

std::vector<std::string> to_warn_of(templates::PublicEntryForm& form, const Incident* incident, Desk& desk) {
    const auto words = form.title + "\n" + form.text;
    const auto digest = sha256_hex(words).substr(0, digest_digits);
    if (form.key.warned == digest) return {};
    form.key.warned = digest;
    return private_words_in(words, {names_known(incident, desk), desk.rules().status_page->internal_hosts});
}

PublicDraft draft_of(const templates::PublicEntryForm& form) {
    return {form.heading, PublicText::confirmed(form.title), PublicText::confirmed(form.text),
            form.components};
}

MaintenanceDraft maintenance_of(const templates::PublicEntryForm& form) {
    MaintenanceDraft draft{
        PublicText::confirmed(form.title), PublicText::confirmed(form.text), {}, *form.from, *form.until};
    for (const auto& [name, state] : form.components)
        if (state != ComponentState::operational) draft.components.push_back(name);
    return draft;
}

}  // namespace tocsin::commands
