#include <fmt/format.h>

#include "bot/config/cross_checks.h"

namespace tocsin::config {
namespace {

void check_restriction(const Document& document, const Section& section, const Restriction& restriction) {
    if ((restriction.from_day == 0) != (restriction.to_day == 0)) {
        document.error(section, "a weekly window with one day only", "from_day and to_day belong together",
                       "write both, or days: [...]");
    } else if (restriction.from_day != 0 && !restriction.days.empty()) {
        document.error(section.at("days"), "days beside from_day", "a window is either weekly or daily",
                       "remove one of the two");
    }
}

void check_layer(const Document& document, const Section& section, const Layer& layer) {
    if (layer.members.empty()) {
        document.warning(section, "a layer without members", "it puts nobody on call", "add members: [...]");
    }
    for (const Section& turn : section.at("members").children()) {
        if (!turn.node()->is_list() || !turn.node()->children.empty()) continue;
        document.warning(turn, "a turn without people", "nobody is on call in it",
                         "name somebody or remove it");
    }
    if (layer.rotation == Layer::Rotation::none && layer.members.size() > 1) {
        document.warning(section.at("members"), "several turns in a layer without rotation",
                         "the first one never ends: the others never come",
                         "write members: [[a, b]] to have all of them on call, or a rotation");
    }
    if (layer.end && *layer.end <= layer.start) {
        document.warning(section.at("end"), "a layer that ends before it starts",
                         "its span is empty: it puts nobody on call", "write an end after its start");
    }
    if (layer.advance_active_days && layer.rotation != Layer::Rotation::daily) {
        document.error(section.at("advance"), "advance: active-days in a layer that is not daily",
                       "only daily turns can skip days", "write rotation: daily, or advance: calendar");
    } else if (layer.advance_active_days && layer.active_days.empty()) {
        document.error(section.at("advance"), "advance: active-days without active_days",
                       "no day would ever use up a turn", "add active_days: [mon, tue, wed, thu, fri]");
    }
    const std::vector<Section> restrictions = section.at("restrictions").children();
    for (std::size_t i = 0; i < restrictions.size(); ++i) {
        check_restriction(document, restrictions[i], layer.restrictions[i]);
    }
}

void check_override(const Document& document, const Section& section, const Override& exception) {
    if (exception.end <= exception.start) {
        document.warning(section.at("end"), "an override that ends before it starts",
                         "its span is empty: it changes nothing", "write an end after its start");
    }
    const bool about_somebody =
        exception.kind == Override::Kind::remove || exception.kind == Override::Kind::replace;
    if (about_somebody && exception.replaced.empty()) {
        document.error(section, fmt::format("an override of kind {} without for", section.text("kind")),
                       "it has to say whom it is about", "add for: PERSON");
    }
    if (!about_somebody && !exception.replaced.empty()) {
        document.warning(section.at("for"), "for has no effect here",
                         "only remove and replace are about somebody", "remove it, or change the kind");
    }
    if (exception.kind == Override::Kind::remove && !exception.members.empty()) {
        document.warning(section.at("members"), "members have no effect here",
                         "kind remove puts nobody on call", "remove them, or write kind: replace");
    }
}

void check_business_hours(const Document& document) {
    const Section section = document.root.at("business_hours");
    const BusinessHours& hours = document.configuration.rules.business_hours;
    if (hours.to_minute <= hours.from_minute) {
        document.error(section, "business_hours.to is not after from", "the hours would be empty",
                       "write a from before to, on the same day");
    }
    if (hours.days.empty()) {
        document.error(section.at("days"), "business_hours.days is empty", "pages would wait for ever",
                       "name at least one day");
    }
}

}  // namespace

void check_schedules(const Document& document) {
    for (const Section& section : document.root.at("schedules").children()) {
        const Schedule& schedule = document.configuration.rules.schedules.at(ScheduleId(section.key()));
        if (schedule.layers.empty() && schedule.overrides.empty()) {
            document.warning(section, fmt::format("schedule {} has no layers", section.key()),
                             "nobody is ever on call there", "add layers");
        }
        const std::vector<Section> layers = section.at("layers").children();
        for (std::size_t i = 0; i < layers.size(); ++i) check_layer(document, layers[i], schedule.layers[i]);
        const std::vector<Section> overrides = section.at("overrides").children();
        for (std::size_t i = 0; i < overrides.size(); ++i) {
            check_override(document, overrides[i], schedule.overrides[i]);
        }
    }
    check_business_hours(document);
}

}  // namespace tocsin::config
