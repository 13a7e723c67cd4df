#include "bot/engine/dead_ends.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/engine/pages.h"
#include "templates/contacts.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 200;  // open incidents

std::vector<UserId> admins_but(Workbench& bench, const PersonId& person) {
    const auto& rules = bench.rules();
    const auto& readers = rules.admins.empty() ? rules.managers : rules.admins;
    std::vector<UserId> users;
    for (const auto& order : bench.on_call().reached(readers, {Means::slack}, {}, rules, bench.now())) {
        if (order.to.person != person) users.push_back(order.to.user);
    }
    return users;
}

// false: they are stopped already.
bool note_stopped(Workbench& bench, const Person& person) {
    auto contacts = bench.tx().contacts(person.id);
    if (contacts.no_texts && contacts.no_texts->number == person.phone) return false;
    contacts.no_texts = NoTexts{person.phone, bench.now()};
    bench.record(contacts);
    log::warn("a person wants no more texts", {{"person", person.id.str()}});
    bench.tell(person.slack, templates::texts_stopped(person, bench.render()));
    for (const auto& admin : admins_but(bench, person.id))
        bench.tell(admin, templates::texts_stopped_of(person, bench.render()));
    return true;
}

void fail_texts_to(Workbench& bench, const PersonId& person) {
    for (const auto& open : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        for (const auto& page : open.paging.pages) {
            if (page.means != Means::sms || page.to.person != person || page.state == PageState::failed ||
                !may_follow(page.state, PageState::failed))
                continue;
            page_refused(bench, {open.number, page.number, page.means, "", ""}, "wants no more texts");
        }
    }
}

// A copy: what is noted of one changes the rules that are gone through.
std::vector<Person> people_with(Workbench& bench, const std::string& number) {
    std::vector<Person> people;
    for (const auto& [id, person] : bench.rules().people) {
        if (person.phone == number) people.push_back(person);
    }
    return people;
}

}  // namespace

void lost(Workbench& bench, const PersonId& id, Means means, channels::Rejected::Why why) {
    const auto found = bench.rules().people.find(id);
    if (why == channels::Rejected::Why::configuration || found == bench.rules().people.end()) return;
    const Person person = found->second;
    if (!bench.state().on_call.unreachable.insert({id, means}).second) return;
    if (why == channels::Rejected::Why::opted_out && means == Means::sms) {
        note_stopped(bench, person);
        return;
    }
    bench.tell(person.slack, templates::means_lost(means, bench.render()));
}

void stop_texts(Workbench& bench, const std::string& number) {
    for (const auto& person : people_with(bench, number)) {
        if (note_stopped(bench, person)) fail_texts_to(bench, person.id);
    }
}

void know_account(Workbench& bench, const SlackUser& known) {
    bench.state().learn(known);
    bench.tx().remember_user(known);
    const auto* found = bench.rules().person_of(known.id);
    if (found == nullptr) return;
    const Person person = *found;
    auto contacts = bench.tx().contacts(person.id);
    if (contacts.left_slack == known.deactivated) return;
    contacts.left_slack = known.deactivated;
    bench.record(contacts);
    if (!known.deactivated) return;
    log::warn("a person of the configuration has no account in Slack any more",
              {{"person", person.id.str()}});
    for (const auto& admin : admins_but(bench, person.id))
        bench.tell(admin, templates::left_slack(person, bench.render()));
}

bool resume_texts(Workbench& bench, const std::string& number) {
    bool resumed = false;
    bench.tx().forget_stopped(number);
    for (const auto& person : people_with(bench, number)) {
        auto contacts = bench.tx().contacts(person.id);
        if (!contacts.no_texts || contacts.no_texts->number != number) continue;
        contacts.no_texts.reset();
        bench.record(contacts);
        bench.tell(person.slack, templates::texts_resumed(person, bench.render()));
        resumed = true;
    }
    return resumed;
}

}  // namespace tocsin::engine
