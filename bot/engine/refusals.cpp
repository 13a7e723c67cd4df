#include "bot/engine/refusals.h"

#include <fmt/format.h>

#include "bot/base/log.h"
#include "bot/engine/accounts.h"
#include "bot/engine/alarms.h"
#include "bot/engine/groups.h"
#include "bot/engine/pages.h"
#include "bot/engine/pictures.h"
#include "bot/engine/post_mortem_exports.h"
#include "bot/engine/pushes.h"
#include "bot/engine/tickets.h"
#include "bot/engine/work_mark.h"
#include "templates/answers.h"
#include "templates/messages.h"

namespace tocsin::engine {
namespace {

constexpr Duration pause_for_people = 60s;  // somebody has to invite the bot
constexpr int most_room_names = 5;
constexpr std::string_view died_on_it = "died_on_it";  // no error of Slack's: the bot does

bool is_channel_error(const std::string& error) {
    return error == "not_in_channel" || error == "channel_not_found" || error == "is_archived" ||
           error.starts_with("restricted_action");
}

std::string words_for(const std::string& error) {
    if (error == "not_in_channel") return "I am not in the channel";
    if (error == "channel_not_found") return "there is no such channel, or I cannot see it";
    if (error == "is_archived") return "the channel is archived";
    if (error.starts_with("restricted_action")) return "posting there is restricted";
    if (error == died_on_it) return "I died each time I tried";
    return "Slack says " + error;
}

// A place that cannot be posted to is said once to whoever can mend it; the post waits.
Duration wait_for_people(Workbench& bench, IncidentNumber number, const std::string& error) {
    const auto key = fmt::format("cannot_post/{}", number.value());
    const auto incident = bench.tx().incident(number);
    if (incident && bench.tx().note(key).value_or("") != error) {
        bench.tx().set_note(key, error);
        const auto& owner = incident->lead.user.empty() ? incident->declared_by.user : incident->lead.user;
        if (!owner.empty()) {
            bench.send(
                outgoing::Post{owner.str(),
                               {},
                               templates::answer::cannot_post(*incident, words_for(error), bench.render())},
                storage::Priority::answer);
        }
    }
    return pause_for_people;
}

void tell_form_missed(Workbench& bench, const outgoing::OpenView& wish) {
    bench.send(
        outgoing::Post{wish.user.str(),
                       {},
                       templates::answer::sentence("Slack closed the form before it could open. Nothing was "
                                                   "changed; please press again.")},
        storage::Priority::answer);
}

// What is done outside of Slack, and whoever waits for it has to know.
void give_up_outside(Workbench& bench, const outgoing::Wish& wish) {
    if (const auto* ticket = std::get_if<outgoing::OpenTicket>(&wish)) give_up_ticket(bench, *ticket);
    if (const auto* push = std::get_if<outgoing::PushEntry>(&wish)) give_up_push(bench, *push);
    if (const auto* exported = std::get_if<outgoing::ExportPostMortem>(&wish))
        give_up_export(bench, *exported);
}

// What follows it does without.
void there_is_no_card(Workbench& bench, IncidentNumber number, std::string_view why) {
    bench.tx().set_note(fmt::format("no_card/{}", number.value()), why);
}

struct AfterRefusal {
    Workbench& bench;
    const slack::Refused& refused;
    OutboxId row;
    bool outcome_unknown;  // an earlier try may have done it

    using Wait = std::optional<Duration>;

    Wait posting(IncidentNumber number) const {
        if (is_channel_error(refused.error)) return wait_for_people(bench, number, refused.error);
        return std::nullopt;
    }
    // Nothing will ever stand there: what would edit it must not wait for it.
    void give_up(IncidentNumber number, const std::string& name) const {
        if (!name.empty()) bench.tx().remember_message(number, name, {});
    }
    Wait operator()(const outgoing::PostCard& wish) const {
        const auto wait = posting(wish.incident);
        if (!wait) there_is_no_card(bench, wish.incident, refused.error);
        return wait;
    }
    Wait operator()(const outgoing::PostInRoom& wish) const {
        const auto wait = posting(wish.incident);
        if (!wait) give_up(wish.incident, wish.name);
        alarm_refused(bench, wish.incident, wish.name);
        return wait;
    }
    Wait operator()(const outgoing::Post& wish) const {
        give_up(wish.incident, wish.name);
        alarm_refused(bench, wish.incident, wish.name);
        return std::nullopt;
    }
    Wait operator()(const outgoing::EditCard& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        if (refused.error == "message_not_found" && incident) {
            // Somebody deleted the card: a new one, and its thread says why.
            bench.state().cards[wish.incident].revision = 0;
            bench.tx().forget_message(wish.incident, "card");
            bench.send(outgoing::PostCard{wish.incident, true}, storage::Priority::page);
            bench.send(
                outgoing::PostInRoom{wish.incident, templates::card_again_message(*incident, bench.render()),
                                     false, ""},
                storage::Priority::update);
        }
        return std::nullopt;
    }
    Wait operator()(const outgoing::CreateRoom& wish) const {
        if (refused.error == "name_taken" && outcome_unknown) {
            bench.send(outgoing::FindRoom{wish.incident, wish.attempt, "", 1}, storage::Priority::page);
            return std::nullopt;
        }
        if (refused.error == "name_taken" && wish.attempt < most_room_names) {
            bench.send(outgoing::CreateRoom{wish.incident, wish.attempt + 1}, storage::Priority::page);
            return std::nullopt;
        }
        // Without a room of its own the incident lives in the thread; a private one must not: it waits and
        // says so.
        const auto incident = bench.tx().incident(wish.incident);
        if (incident && incident->is_private) return wait_for_people(bench, wish.incident, refused.error);
        bench.tx().set_note(fmt::format("no_room/{}", wish.incident.value()), refused.error);
        return std::nullopt;
    }
    Wait operator()(const outgoing::FindRoom& wish) const {
        bench.send(outgoing::CreateRoom{wish.incident, wish.attempt + 1}, storage::Priority::page);
        return std::nullopt;
    }
    Wait operator()(const outgoing::OpenView& wish) const {
        tell_form_missed(bench, wish);
        return std::nullopt;
    }
    Wait operator()(const outgoing::PostReport& wish) const {
        if (wish.user.empty() && is_channel_error(refused.error)) return pause_for_people;
        forget_picture(bench, row);
        return std::nullopt;
    }
    Wait operator()(const outgoing::Call& wish) const {
        if (const auto stranger = account_of(wish); !stranger.empty()) {
            bench.state().asked.erase(stranger);
            // Whom Slack has told of before stays who they are.
            if (bench.tx().user(stranger)) return std::nullopt;
            // Not visible to us: somebody of another organisation. They see and do what guests may.
            bench.state().learn({stranger, stranger.str(), "UTC", true, false, false});
        } else if (wish.method == group_method) {
            log::error("Slack does not say who is in a user group; nobody is held back by it meanwhile",
                       {{"group", group_of(wish).str()}, {"error", refused.error}});
        }
        return std::nullopt;
    }
    Wait operator()(const outgoing::DeliverPage& wish) const {
        page_refused(bench, wish, fmt::format("Slack: {}", refused.error));
        return std::nullopt;
    }
    Wait operator()(const auto&) const { return std::nullopt; }
};

}  // namespace

std::optional<Duration> after_refusal(Workbench& bench, const UnderWay& under_way,
                                      const slack::Refused& refused) {
    auto& workspace = bench.state().workspace;
    if (under_way.purpose == picture_step) {
        give_up_picture(bench, under_way.row.id);
        return Duration{0};
    }
    if (std::holds_alternative<outgoing::PostReport>(under_way.wish) && slack::is_block_error(refused)) {
        if (const auto wait = picture_refused(bench, under_way.row.id)) return wait;
    }
    if (slack::is_block_error(refused) && !workspace.classic_only) {
        log::warn("this workspace does not accept the newest blocks; the classic form is used from now on",
                  {{"error", refused.error}});
        workspace.classic_only = true;
        bench.tx().set_note("slack/classic_only", bench.state().settings.version);
        return Duration{0};
    }
    log::error("Slack refused a call", {{"method", under_way.method}, {"error", refused.error}});
    return std::visit(AfterRefusal{bench, refused, under_way.row.id, under_way.row.outcome_unknown},
                      under_way.wish);
}

std::optional<Duration> after_put_away(Workbench& bench, const storage::OutboxRow& row,
                                       const outgoing::Wish& wish) {
    give_up_outside(bench, wish);
    if (const auto* card = std::get_if<outgoing::PostCard>(&wish)) {
        there_is_no_card(bench, card->incident, died_on_it);
        return std::nullopt;
    }
    if (const auto* page = std::get_if<outgoing::DeliverPage>(&wish)) {
        page_put_away(bench, row, *page, "Tocsin died on it");
        return std::nullopt;
    }
    const slack::Refused refused{std::string(died_on_it), {}};
    const auto wait = std::visit(AfterRefusal{bench, refused, row.id, row.outcome_unknown}, wish);
    return wait ? std::optional{WorkMark::put_away_for} : std::nullopt;
}

void after_expiry(Workbench& bench, const storage::OutboxRow& row) {
    bench.state().measure(Metric::outbox_expired);
    log::warn("an outgoing call was overtaken by time", {{"lane", row.lane}});
    const auto wish = outgoing::read(row.payload);
    if (!wish) return;
    if (const auto* view = std::get_if<outgoing::OpenView>(&*wish)) tell_form_missed(bench, *view);
    give_up_outside(bench, *wish);
}

}  // namespace tocsin::engine
