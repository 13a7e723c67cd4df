// Means that reach a person no more: a number that nobody has, one that was told to STOP, an account in Slack
// that was deactivated. The person is told, texts that were stopped stay so in the store, and an admin learns
// of it. What is paged instead is the core's decision.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// A provider said that this never works. Nothing where the fault is ours.
void lost(Workbench& bench, const PersonId& person, Means means, channels::Rejected::Why why);

// The number was told to STOP, or to START again. Pages by text that are on their way have failed.
void stop_texts(Workbench& bench, const std::string& number);
// false: they were not stopped.
bool resume_texts(Workbench& bench, const std::string& number);

// What Slack says of an account. Who is configured and was deactivated there is paged by the other means.
void know_account(Workbench& bench, const SlackUser& known);

}  // namespace tocsin::engine
