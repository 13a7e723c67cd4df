// A page without an incident on its way, a test or somebody asks for a person: one try through each provider
// of each means, and a report after two minutes. Nothing escalates.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// To all means of this person that work.
AdHocPage start_test_page(Workbench& bench, const Person& person);
// To the person of the order, by its means.
AdHocPage start_ad_hoc_page(Workbench& bench, const PageOrder& order, const Actor& by,
                            const std::string& text);

Prepared prepare_ad_hoc(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverAdHoc& wish);
// As take_provider_answer: how long to wait before the next provider is tried; nothing: it is done.
std::optional<Duration> take_ad_hoc_answer(Workbench& bench, const storage::OutboxRow& row,
                                           const outgoing::DeliverAdHoc& wish,
                                           const channels::Answer& answer);

// What their phones and providers tell of these pages: those whose token begins so.
bool is_ad_hoc_token(std::string_view token);
channels::Speech ad_hoc_call_says(Workbench& bench, const channels::KeyPressed& heard);
void ad_hoc_page_moved(Workbench& bench, const channels::Moved& moved);

// The person answered by this means: the page is confirmed, and whoever asked is told.
AdHocPage confirm_ad_hoc_page(Workbench& bench, AdHocPage page, Means means);

// The timer "test/3" is due.
void fire_ad_hoc_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine
