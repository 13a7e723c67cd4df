// Action items as people read them: the line in the thread, the list, the reminder of the day on which one is
// due, and the form. Their place in the post-mortem is postmortem.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "templates/forms.h"
#include "templates/render.h"

namespace tocsin::templates {

// "Increase connection pool size, @dana, Jan 22": mrkdwn, safe.
std::string action_words(const ActionItem& item, const RenderContext& context);

std::string action_value(const Incident& incident, const ActionItem& item);  // of its buttons

// "P0 Increase connection pool size is due today (INC-42)." with its buttons.
slack::Message action_due_message(const Incident& incident, const ActionItem& item,
                                  const RenderContext& context);

// To whoever reacted to a message: that it is an action item, and where owner and date are set.
slack::Message action_made(const Incident& incident, const ActionItem& item, const RenderContext& context);
// Only for whoever marked it: the way back.
slack::Message action_done(const Incident& incident, const ActionItem& item, const RenderContext& context);

struct ListedAction {
    const Incident* incident = nullptr;
    const ActionItem* item = nullptr;
};
inline constexpr std::size_t action_page_size = 10;
struct ActionList {
    std::string title;                // "Your open action items"
    std::string filter;               // the words after `actions`, for the next page
    std::vector<ListedAction> items;  // of this page
    std::size_t first = 0;            // how many stand before them
    bool more = false;
};
slack::Message action_list(const ActionList& list, const RenderContext& context);

struct ActionForm {
    FormKey key = {};  // incident 0: one of `incidents` is chosen; entry: changes that item
    std::vector<Incident> incidents = {};
    std::string text = {};
    ActionPriority priority = ActionPriority::p1;
    UserId owner = {};
    std::optional<Time> due = {};
    std::string changed_meanwhile = {};  // plain words; empty: nobody changed it while the form was open
};
slack::View action_form(const ActionForm& form, const RenderContext& context);

}  // namespace tocsin::templates
