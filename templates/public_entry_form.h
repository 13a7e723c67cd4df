// The form in which a person confirms what the public reads (interactions.md 6.8), and the wording it opens
// with, which is made of public words alone: the component's name and an estimate, never a title or an
// update.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/public_notice.h"
#include "templates/forms.h"

namespace tocsin::templates {

struct PublicEntryForm {
    FormKey key = {};  // entry set: that one is corrected; incident 0: a maintenance
    PublicHeading heading = {};
    std::string title = {};
    std::string text = {};
    ComponentStates components = {};              // those left out are operational
    std::optional<Time> from = {};                // of a maintenance; none: the next full hour
    std::optional<Time> until = {};               // none: an hour later
    std::vector<std::string> private_words = {};  // that stand in the text; empty: nothing to warn of
    std::string note = {};                        // what happened just before, on top; plain words
    bool operator==(const PublicEntryForm&) const = default;
};
slack::View public_entry_form(const PublicEntryForm& form, const RenderContext& context);

// "API errors and slow response times"; `component` may be empty.
std::string public_title(const std::string& component, PublicHeading heading);
std::string public_wording(PublicHeading heading, const std::string& component,
                           const std::optional<Time>& eta, const RenderContext& context);
// "This text names Dana. It will be public."
std::string public_warning(const std::vector<std::string>& private_words);

}  // namespace tocsin::templates
