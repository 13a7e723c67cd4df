#include "templates/call_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "templates/reply_texts.h"
#include "templates/spoken.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t most_numbers_said = 5;

// "Sam, Engineering Lead" and "Kim".
std::string spoken_names(const std::vector<PageOrder>& orders, const RenderContext& context) {
    std::string names;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (i > 0) names += i + 1 == orders.size() ? " and " : ", ";
        names += spoken(name_of(orders[i].to, context));
        if (!orders[i].role.empty()) names += ", " + spoken(orders[i].role);
    }
    return names;
}

std::string incident_words(const Incident& incident) {
    return fmt::format("{} {}", incident.drill ? "drill" : "incident",
                       spoken_number(incident.number.value()));
}

Sentences acknowledged(std::string leads, std::optional<Time> update_due, Time now) {
    Sentences said{"Acknowledged.", std::move(leads)};
    if (update_due) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(*update_due - now).count();
        if (minutes > 0) said.push_back(fmt::format("An update is due in {}.", spoken_duration(minutes)));
    }
    said.emplace_back("Goodbye.");
    return said;
}

}  // namespace

Sentences call_acknowledged(const Incident& incident, const RenderContext& context) {
    return acknowledged(fmt::format("You lead {}.", incident_words(incident)), incident.reminders.due,
                        context.now);
}

Sentences call_acknowledged_all(const std::vector<Incident>& incidents, const RenderContext& context) {
    if (incidents.size() == 1) return call_acknowledged(incidents.front(), context);
    std::vector<std::string> numbers;
    std::optional<Time> first_due;
    for (const auto& incident : incidents) {
        numbers.push_back(spoken_number(incident.number.value()));
        const auto& due = incident.reminders.due;
        if (due && (!first_due || *due < *first_due)) first_due = due;
    }
    auto leads = numbers.size() > most_numbers_said
                     ? fmt::format("You lead {} incidents.", spoken_number(std::ssize(numbers)))
                     : fmt::format("You lead incidents {}.", join_and(numbers));
    return acknowledged(std::move(leads), first_due, context.now);
}

Sentences call_too_late(const Incident& incident, const RenderContext& context) {
    return {fmt::format("{} has already acknowledged.", spoken(name_of(holder_of(incident).who, context))),
            "You are not needed now.", "Press 1 to join anyway.", "Goodbye."};
}

Sentences call_joined(const Incident& incident) {
    return {fmt::format("You joined {}.", incident_words(incident)), "Goodbye."};
}

Sentences call_over(const Incident& incident) {
    return {fmt::format("This {} is over.", incident_words(incident)), "You are not needed any more.",
            "Goodbye."};
}

Sentences call_confirm_escalation(const std::vector<PageOrder>& next, const RenderContext& context) {
    if (next.empty()) return {"Nobody is left to escalate to.", "Press 1 to acknowledge."};
    return {fmt::format("Press 2 again to page {}.", spoken_names(next, context))};
}

Sentences call_escalated(const std::vector<PageOrder>& paged, const RenderContext& context) {
    if (paged.empty())
        return {"Nobody further can be reached.", "Please phone someone.", "Press 1 to acknowledge."};
    return {fmt::format("Paging {} now.", spoken_names(paged, context)), "You stay on the incident.",
            "Press 1 to acknowledge."};
}

Sentences call_confirm_pass_on() {
    return {"Press 3 again to pass this page on."};
}

Sentences call_passed_on(const std::vector<PageOrder>& paged, const RenderContext& context) {
    if (paged.empty()) return {"Thank you.", "The page goes on without you.", "Goodbye."};
    return {"Thank you.",
            fmt::format("{} {} paged now.", spoken_names(paged, context), paged.size() == 1 ? "is" : "are"),
            "Goodbye."};
}

Sentences call_wrong_key() {
    return {"That key does nothing here."};
}

Sentences call_unanswered(const Incident& incident, Time now) {
    const auto& again = incident.paging.again_due;
    const auto minutes = again ? std::chrono::round<std::chrono::minutes>(*again - now).count() : 0;
    if (minutes <= 0) return {"Nobody has acknowledged.", "Goodbye."};
    return {fmt::format("I will call again in {}.", spoken_duration(minutes)), "Goodbye."};
}

Sentences call_refused(const std::string& reason) {
    return {spoken(reason), "Goodbye."};
}

}  // namespace tocsin::templates
