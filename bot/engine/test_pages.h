// A person's test page on its way: one try through each provider of each of their means, and a report after
// two minutes. It is no page of an incident: nothing escalates, nothing is counted.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// To all means of this person that work.
TestPage start_test_page(Workbench& bench, const Person& person);

Prepared prepare_test(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverTest& wish);
// As take_provider_answer: how long to wait before the next provider is tried; nothing: it is done.
std::optional<Duration> take_test_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::DeliverTest& wish, const channels::Answer& answer);

// What their phones and providers tell of test pages: those whose token begins so.
bool is_test_token(std::string_view token);
channels::Speech test_call_says(Workbench& bench, const channels::KeyPressed& heard);
void test_page_moved(Workbench& bench, const channels::Moved& moved);

// The person answered by this means: the page is confirmed, and whoever asked is told.
void confirm_test_page(Workbench& bench, TestPage page, Means means);

// The timer "test/3" is due.
void fire_test_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine
