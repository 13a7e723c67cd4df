// How the facts about lists of steps change an incident; the part of apply() in incident.h that they are.
#pragma once

#include "bot/core/incident.h"

namespace tocsin {

void fold(Incident& incident, const Event& event, const event::StepsPosted& posted);
void fold(Incident& incident, const Event& event, const event::StepMarked& marked);
void fold(Incident& incident, const Event& event, const event::LimitReached& reached);
void fold(Incident& incident, const Event& event, const event::LimitPutOff& put_off);
void fold(Incident& incident, const Event& event, const event::RunbookWanted& wanted);

// Somebody escalated: what a runbook asks for is done.
void answer_limits(Incident& incident, const Event& event);
// The incident is over: nothing of its steps is to be done any more.
void end_steps(Incident& incident);

}  // namespace tocsin
