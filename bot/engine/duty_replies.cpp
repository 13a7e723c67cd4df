#include "bot/engine/duty_replies.h"

#include <algorithm>

#include "bot/core/shift_plan.h"
#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/shift_facts.h"
#include "commands/covering.h"
#include "commands/duty_arguments.h"
#include "templates/ad_hoc_page.h"
#include "templates/shift_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration page_is_answered_within = 24h;
constexpr Duration shift_is_answered_within = 12h;

std::optional<AdHocPage> ad_hoc_page_to(Workbench& bench, const Person& person, Time before) {
    auto page = bench.tx().newest_ad_hoc_page(person.id);
    const bool open = page && !page->confirmed && page->asked <= before &&
                      bench.now() - page->asked < page_is_answered_within;
    return open ? page : std::nullopt;
}

struct Asked {
    ScheduleId schedule;
    DutyShift shift;
};
// The shift that runs, where a text asked whether they are ready and they have not said so.
std::optional<Asked> shift_asked_of(Workbench& bench, const Person& person, Time before) {
    for (const auto& id : commands::schedules_in_order(bench.rules())) {
        const auto* rota = bench.on_call().rota(id);
        if (rota == nullptr) continue;
        for (const auto& shift : duty_shifts(*rota, bench.now(), bench.now() + 1us)) {
            if (shift.person != person.id || shift.start > before ||
                bench.now() - shift.start >= shift_is_answered_within)
                continue;
            const auto record = bench.tx().shift({id, shift.person, shift.start});
            const bool told = std::ranges::find(record.told, key_of(ShiftMoment::start)) != record.told.end();
            if (told && !record.ready && is_texted(shift)) return Asked{id, shift};
        }
    }
    return std::nullopt;
}

std::string ask_for_cover(Workbench& bench, const Person& person, const Asked& asked) {
    commands::Request request;
    request.via = Via::sms;
    request.user = bench.user(person.slack);
    request.can_open_form = false;
    const auto people = commands::ask_everybody_to_cover(request, asked.schedule, asked.shift, bench);
    if (!people || people->empty()) return templates::nobody_covers_text();
    return templates::cover_asked_text(*people, bench.render());
}

}  // namespace

std::optional<std::string> duty_reply(Workbench& bench, const Person& person, const Reply& reply,
                                      Time before) {
    const bool yes = reply.what == Reply::What::acknowledge;
    const bool cover = reply.what == Reply::What::escalate;
    if (!yes && !cover) return std::nullopt;
    const auto page = ad_hoc_page_to(bench, person, before);
    const auto shift = shift_asked_of(bench, person, before);
    const bool about_page = page && (!shift || page->asked >= shift->shift.start);
    if (about_page && yes) {
        const auto confirmed = confirm_ad_hoc_page(bench, *page, Means::sms);
        return templates::ad_hoc_page_confirmed(confirmed, bench.render());
    }
    if (!shift) return std::nullopt;
    if (cover) return ask_for_cover(bench, person, *shift);
    auto record = bench.tx().shift({shift->schedule, person.id, shift->shift.start});
    record.ready = bench.now();
    bench.tx().save(record);
    return templates::shift_ready_text(shift->schedule, shift->shift, bench.render());
}

}  // namespace tocsin::engine
