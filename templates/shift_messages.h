// What people are told about their shifts (interactions.md 10.2): a day before, at the start [B12], when they
// have not said to be ready, before the end and at the end; and about gaps. When is bot/core/shift_plan.h's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/rota_comparison.h"
#include "bot/core/shift_plan.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

struct ShiftNote {
    Actor by;
    std::string text;  // as typed
};

struct ShiftFacts {
    ScheduleId schedule;
    DutyShift shift;
    std::string role;   // primary; the schedule's name where it is no team's primary or backup
    std::string value;  // of the buttons
    std::vector<PersonId> backup;
    UserId manager;                    // may be empty
    std::vector<PersonId> candidates;  // who is asked for cover first
    std::vector<PersonId> before;      // of whom they take over
    std::vector<PersonId> after;       // who is on call when it ends
    std::optional<ShiftNote> note;
    std::vector<std::string> checks;  // safe markup; empty: those of shift_checks()
    int open_incidents = 0;
    std::string reach;       // "phone, SMS and Slack"
    bool test_page = false;  // one can be sent from here
    std::string calendar_url;
};

std::string shift_value(const ScheduleId& schedule, const DutyShift& shift);
struct ShiftName {
    ScheduleId schedule;
    DutyShift shift;
};
std::optional<ShiftName> parse_shift_value(std::string_view value);

// The mission's list for before a shift.
std::vector<std::string> shift_checks(const RenderContext& context);

slack::Message shift_soon(const ShiftFacts& facts, const RenderContext& context);
slack::Message shift_start(const ShiftFacts& facts, const RenderContext& context);
slack::Message shift_unready(const ShiftFacts& facts, const RenderContext& context);
slack::Message shift_silent(const ShiftFacts& facts, const RenderContext& context);  // to the manager
slack::Message shift_ending(const ShiftFacts& facts, const RenderContext& context);

struct PagedFacts {
    int times = 0;
    int at_night = 0;
};
slack::Message shift_end(const ShiftFacts& facts, const PagedFacts& paged, const RenderContext& context);
// To whoever leads an incident that is open when their shift ends. `to`: who is on call now.
slack::Message who_leads_on(const Incident& incident, const std::optional<Actor>& to, std::string_view clock,
                            const RenderContext& context);

struct OnCallNow {
    std::vector<PersonId> people;
    std::string role;
    std::optional<Time> until;
    std::string timezone;
};
// The channel's line when a shift begins.
slack::Message on_call_line(const std::vector<OnCallNow>& schedules, const RenderContext& context);

struct ComingGap {
    ScheduleId schedule;
    Gap gap;
};
slack::Message gap_report(const std::vector<ComingGap>& gaps, const RenderContext& context);

struct ComingChange {
    ScheduleId schedule;
    Difference difference;  // `there`: who would have been on call
};
// The machine's time zone data is another one: `zones` by name.
slack::Message zones_changed(const std::string& zones, const std::vector<ComingChange>& changes,
                             const RenderContext& context);

}  // namespace tocsin::templates
