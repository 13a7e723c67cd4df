// What a command can reach: the transaction it runs in, the rules, and the one way to change an incident. The
// engine is behind it; commands never see queues, sockets or the outbox.
#pragma once

#include <string>

#include "bot/core/decide.h"
#include "bot/core/groups.h"
#include "bot/core/permissions.h"
#include "bot/core/readiness.h"
#include "bot/core/rota_change.h"
#include "bot/core/silence.h"
#include "commands/request.h"
#include "storage/store.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::commands {

class Desk {
  public:
    virtual ~Desk() = default;

    virtual storage::Tx& tx() = 0;
    virtual const Rules& rules() const = 0;
    virtual const Groups& groups() const = 0;
    virtual const OnCall& on_call() const = 0;
    virtual Time now() const = 0;
    virtual const templates::RenderContext& render() const = 0;
    virtual SlackUser user(const UserId& id) = 0;

    // Decides, records, tells everybody who should know, and answers the incident as it is afterwards. Errors
    // are the decision's; nothing is changed then.
    virtual Expected<Incident> act(const Incident& incident, const IncidentCommand& command) = 0;
    // Gives the next number and records the declaration: posts the card, pages, opens a channel where one is
    // wanted.
    virtual Incident declare(const event::Declared& declared, const Actor& by, Via via) = 0;
    // Keeps what was decided about the rota, as a new change when it has no ID yet, and tells everybody whom
    // it concerns. From then on it counts for who is on call.
    virtual RotaChange record(RotaChange change) = 0;
    virtual std::vector<Silence> silences() = 0;  // that are not over, also those to come
    // Keeps a silence, as a new one when it has no ID yet, tells the incidents channel, and looks again at
    // the alerts that it is about.
    virtual Silence record(Silence silence) = 0;
    // Sends this person a page that belongs to no incident, by all means that work.
    virtual AdHocPage test_page(const Person& person) = 0;
    virtual AdHocPage page_ad_hoc(const PageOrder& order, const Actor& by, const std::string& text) = 0;
    virtual AdHocPage confirm(AdHocPage page, Means means) = 0;  // by the person; whoever asked is told
    // Keeps what somebody decided about how they are reached. From then on it counts for every page.
    virtual void record(const Contacts& contacts) = 0;
    // Sends a code to an address that this person says is theirs: `what` is phone or email, `by` the means
    // that carries it. Errors: too many lately, or nobody carries it.
    virtual Expected<void> send_code(const Person& person, Means what, const std::string& address,
                                     Means by) = 0;
    // The address of a link that signs this person's browser in, once, and leads to that page ("i/42").
    // Errors: there are no pages here, they may not see any, too many links lately.
    virtual Expected<std::string> sign_in_link(const SlackUser& user, std::string_view page) = 0;
    // Keeps `content` for as long as people may take to answer a question (10 minutes) and gives it a name.
    virtual std::string keep_draft(const UserId& user, const std::string& content) = 0;
    virtual std::string thread_url(IncidentNumber number) = 0;  // empty: the card is not posted yet
    virtual templates::IncidentFacts facts(const Incident& incident) = 0;  // what surfaces show besides it
    virtual void publish_home(const UserId& user) = 0;
    // Posts the month's report to the incidents channel.
    virtual void share_report(std::chrono::year_month month, int months) = 0;
    // Puts an entry on the status page, in the notice that the incident has or in a new one, and answers the
    // incident as it is afterwards.
    virtual Expected<Incident> publish(const PublicSubject& subject, const PublicDraft& draft,
                                       const Actor& by, Via via) = 0;
    virtual Expected<Incident> correct(const PublicSubject& subject, int entry, const PublicText& text,
                                       const Actor& by, Via via) = 0;
    virtual Expected<void> announce(const MaintenanceDraft& maintenance, const Actor& by) = 0;
    virtual Expected<void> withdraw(const NoticeId& maintenance, const Actor& by) = 0;
    virtual const Setup& setup() const = 0;  // of the configuration, besides the rules
    virtual void tell(const UserId& user, slack::Message message) = 0;  // by direct message
};

}  // namespace tocsin::commands
