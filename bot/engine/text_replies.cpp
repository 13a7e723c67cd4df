#include "bot/engine/text_replies.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/gsm7.h"
#include "bot/base/log.h"
#include "bot/core/reply.h"
#include "bot/engine/call_talk.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/duty_replies.h"
#include "bot/engine/page_content.h"
#include "bot/engine/page_rights.h"
#include "bot/engine/texts.h"
#include "templates/reply_texts.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 200;         // newest incidents
constexpr Duration over_is_told_for = 24h;  // afterwards nobody knows any more what a reply was about
constexpr Duration clocks_differ = 2s;      // providers say whole seconds
constexpr std::size_t most_asked_back = 5;
constexpr Duration asked_back_within = 10min;

const Page* page_to(const Incident& incident, const PersonId& person, Time before) {
    const Page* newest = nullptr;
    for (const auto& page : incident.paging.pages) {
        const bool on_the_phone = page.means == Means::sms || page.means == Means::phone;
        if (on_the_phone && page.to.person == person && page.queued <= before) newest = &page;
    }
    return newest;
}

// A person and the incidents that their number was paged for, newest first.
struct Correspondent {
    const Person* person = nullptr;
    std::vector<Incident> open;
    std::optional<Incident> over;  // the newest
};

Correspondent find_correspondent(Workbench& bench, const channels::Replied& replied) {
    const auto before = replied.at.value_or(bench.now()) + clocks_differ;
    Correspondent found;
    for (const auto& [id, person] : bench.rules().people) {
        if (person.phone != replied.number) continue;
        if (found.person == nullptr) found.person = &person;
        std::vector<Incident> open;
        std::optional<Incident> over;
        for (auto& incident : bench.tx().incidents(storage::ListFilter::all, most_looked_at)) {
            if (page_to(incident, id, before) == nullptr) continue;
            if (is_open(incident.state)) {
                open.push_back(std::move(incident));
            } else if (!over && incident.ended && bench.now() - *incident.ended < over_is_told_for) {
                over = std::move(incident);
            }
        }
        if (open.empty() && !over) continue;
        return {&person, std::move(open), std::move(over)};  // of two with one number the one who was paged
    }
    return found;
}

struct Answer {
    Workbench& bench;
    const Correspondent& from;
    const Reply& reply;
    Time before;

    const templates::RenderContext& context() const { return bench.render(); }
    Actor actor() const { return actor_of(*from.person); }
    std::string link(const Incident& incident) const { return incident_link(bench, incident.number); }

    std::vector<Incident> unanswered() const {
        std::vector<Incident> pages;
        std::ranges::copy_if(from.open, std::back_inserter(pages),
                             [](const Incident& incident) { return is_unanswered(incident.state); });
        return pages;
    }

    // The one that is named, the only one that waits for an answer, or else the newest.
    const Incident* meant() const {
        if (reply.incident) {
            const auto named = std::ranges::find(from.open, *reply.incident, &Incident::number);
            return named == from.open.end() ? nullptr : &*named;
        }
        const auto waiting = std::ranges::find_if(
            from.open, [](const Incident& incident) { return is_unanswered(incident.state); });
        if (waiting != from.open.end()) return &*waiting;
        return from.open.empty() ? nullptr : &from.open.front();
    }

    Expected<Incident> act(const Incident& incident, CommandBody command) const {
        return bench.act(incident, {actor(), Via::sms, std::move(command)});
    }
    static std::string refusal(const Error& error) { return one_segment(error.message); }

    std::string acknowledged(const Incident& incident) const {
        if (!is_unanswered(incident.state)) {
            return is_same(incident.paging.answered_by, actor())
                       ? templates::acknowledged_text(incident, link(incident), context())
                       : templates::too_late_text(incident, context());
        }
        const auto* page = page_to(incident, from.person->id, before);
        const auto after = act(incident, command::Acknowledge{page->number});
        return after ? templates::acknowledged_text(*after, link(incident), context())
                     : refusal(after.error());
    }

    std::string acknowledge() const {
        if (reply.all) {
            std::string last;
            for (const auto& incident : unanswered()) last = acknowledged(incident);
            if (!last.empty()) return last;
        }
        return acknowledged(*meant());
    }

    template <class Command, class Words>
    std::string go_on(Words words) const {
        const auto& incident = *meant();
        const auto after = act(incident, Command{});
        if (!after) return refusal(after.error());
        const bool nobody = after->paging.pages.size() == incident.paging.pages.size();
        return words(*after, nobody ? std::vector<PageOrder>{} : newest_orders(after->paging), context());
    }

    std::string join() const {
        const auto after = act(*meant(), command::Join{});
        return after ? templates::joined_text(*after, link(*after), context()) : refusal(after.error());
    }

    // The incident that they answered for, where there is one: an update is news of what is being worked on.
    std::string update() const {
        const auto mine = std::ranges::find_if(from.open, [&](const Incident& incident) {
            return is_same(incident.lead, actor()) || is_same(incident.paging.answered_by, actor());
        });
        const auto& incident = reply.incident || mine == from.open.end() ? *meant() : *mine;
        if (const auto may = may_besides(bench, Right::drive, actor(), incident); !may)
            return refusal(may.error());
        command::Update update;
        update.text = reply.text;
        const auto after = act(incident, std::move(update));
        return after ? templates::updated_text(*after, context()) : refusal(after.error());
    }

    std::string resolve() const {
        if (const auto may = may_besides(bench, Right::finish, actor(), *meant()); !may)
            return refusal(may.error());
        command::Resolve resolve;
        resolve.mitigation = reply.text;
        const auto after = act(*meant(), std::move(resolve));
        return after ? templates::resolved_text(*after, context()) : refusal(after.error());
    }

    bool must_ask_which() const {
        if (reply.incident || reply.all) return false;
        switch (reply.what) {
            case Reply::What::acknowledge:
            case Reply::What::escalate:
            case Reply::What::pass_on:
                return unanswered().size() > 1;
            case Reply::What::resolve:
                return from.open.size() > 1;
            case Reply::What::update:
            case Reply::What::join:
            case Reply::What::help:
            case Reply::What::unknown:
                return false;
        }
        return false;
    }

    // A text that asks or explains, and does nothing: few are sent, so that two machines do not talk for
    // ever.
    std::optional<std::string> passive() const {
        if (from.open.empty())
            return from.over ? templates::over_text(*from.over, context())
                             : templates::no_page_text(bench.settings().internal_url);
        if (must_ask_which())
            return templates::which_page_text(unanswered().empty() ? from.open : unanswered());
        if (meant() == nullptr) {
            return from.over && from.over->number == *reply.incident
                       ? templates::over_text(*from.over, context())
                       : templates::no_page_text(bench.settings().internal_url);
        }
        if (reply.what == Reply::What::help || reply.what == Reply::What::unknown)
            return templates::not_understood_text(*meant(), context());
        return std::nullopt;
    }

    std::string done() const {
        switch (reply.what) {
            case Reply::What::acknowledge:
                return acknowledge();
            case Reply::What::escalate:
                return go_on<command::Escalate>(templates::escalated_text);
            case Reply::What::pass_on:
                return go_on<command::PassOn>(templates::passed_on_text);
            case Reply::What::update:
                return update();
            case Reply::What::resolve:
                return resolve();
            case Reply::What::join:
                return join();
            case Reply::What::help:
            case Reply::What::unknown:
                break;
        }
        return "";
    }
};

bool may_ask_back(Workbench& bench, const PersonId& person) {
    auto& times = bench.state().asked_back[person];
    std::erase_if(times, [&](Time at) { return at + asked_back_within <= bench.now(); });
    if (times.size() >= most_asked_back) return false;
    times.push_back(bench.now());
    return true;
}

}  // namespace

void take_reply(Workbench& bench, const std::string& provider, const channels::Replied& replied) {
    const auto key = fmt::format("reply/{}/{}", provider, replied.id);
    if (bench.tx().answer_to(key)) return;
    bench.tx().remember(key, "");
    const auto from = find_correspondent(bench, replied);
    if (from.person == nullptr) {
        log::info("a text from nobody we know", {{"from", number_ending(replied.number)}});
        return;
    }
    if (replied.opted_out) return stop_texts(bench, replied.number);
    if (replied.opted_in && resume_texts(bench, replied.number)) return;
    const auto reply = parse_reply(replied.text);
    const Answer answer{bench, from, reply, replied.at.value_or(bench.now()) + clocks_differ};
    if (!reply.incident && answer.unanswered().empty()) {
        if (auto words = duty_reply(bench, *from.person, reply, answer.before))
            return send_text(bench, from.person->id, *std::move(words), "");
    }
    const auto about = from.open.empty() ? "" : name_of(from.open.front());
    if (auto words = answer.passive()) {
        if (may_ask_back(bench, from.person->id)) send_text(bench, from.person->id, *std::move(words), about);
        return;
    }
    send_text(bench, from.person->id, answer.done(), about);
}

}  // namespace tocsin::engine
