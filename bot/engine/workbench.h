// One input's view of the house: the transaction, the state and what to render with. It is also the desk at
// which commands work. It lives as long as its input.
#pragma once

#include <set>

#include "bot/engine/outgoing.h"
#include "bot/engine/state.h"
#include "commands/desk.h"
#include "templates/facts.h"

namespace tocsin::engine {

// "alert/12": 12. 0: its key ends in none.
std::int64_t number_in(const storage::Timer& timer);

class Workbench final : public commands::Desk {
  public:
    Workbench(State& state, storage::Tx& tx);

    storage::Tx& tx() override { return tx_; }
    const Rules& rules() const override { return state_.settings.rules; }
    const Groups& groups() const override { return state_.on_call.groups; }
    const OnCall& on_call() const override { return state_.on_call; }
    Time now() const override { return tx_.now(); }
    const templates::RenderContext& render() const override { return render_; }
    SlackUser user(const UserId& id) override;
    Expected<Incident> act(const Incident& incident, const IncidentCommand& command) override;
    Incident declare(const event::Declared& declared, const Actor& by, Via via) override;
    RotaChange record(RotaChange change) override;
    std::vector<Silence> silences() override;
    Silence record(Silence silence) override;
    Expected<Incident> publish(const PublicSubject& subject, const PublicDraft& draft, const Actor& by,
                               Via via) override;
    Expected<Incident> correct(const PublicSubject& subject, int entry, const PublicText& text,
                               const Actor& by, Via via) override;
    Expected<void> announce(const MaintenanceDraft& maintenance, const Actor& by) override;
    Expected<void> withdraw(const NoticeId& maintenance, const Actor& by) override;
    AdHocPage test_page(const Person& person) override;
    AdHocPage page_ad_hoc(const PageOrder& order, const Actor& by, const std::string& text) override;
    AdHocPage confirm(AdHocPage page, Means means) override;
    void record(const Contacts& contacts) override;
    Expected<void> send_code(const Person& person, Means what, const std::string& address, Means by) override;
    Expected<std::string> sign_in_link(const SlackUser& user, std::string_view page) override;
    std::string keep_draft(const UserId& user, const std::string& content) override;
    std::string thread_url(IncidentNumber number) override;
    void publish_home(const UserId& user) override;
    void share_report(std::chrono::year_month month, int months) override;
    const Setup& setup() const override { return state_.settings.setup; }
    void tell(const UserId& user, slack::Message message) override;
    templates::IncidentFacts facts(const Incident& incident) override;

    State& state() { return state_; }
    const Settings& settings() const { return state_.settings; }
    bool knows(const UserId& id);
    // Asks Slack who this is, unless it is known or asked already; the answer arrives as a result.
    void look_up_user(const UserId& id);

    // Puts a wish into its lane of the outbox. `expires`: worthless afterwards. `pause`: before it leaves;
    // what replaces it meanwhile leaves when it would have.
    void send(outgoing::Wish wish, storage::Priority priority, std::optional<Time> expires = std::nullopt,
              Duration pause = {});
    void clock_stepped(const Incident& incident, Duration by);  // what it waits for moves with it
    void refresh_homes();                                       // of those who opened it lately
    void invite(const ChannelId& room, const std::set<UserId>& people);

  private:
    Incident record(const Incident& before, const std::vector<EventBody>& bodies, const Actor& by, Via via);
    Incident fire_levels(Incident incident);
    void show_card(const Incident& before, const Incident& after);
    void set_timers(const Incident& before, const Incident& after);
    void open_room(const Incident& incident);
    void invite_newcomers(const Incident& before, const Incident& after);

    State& state_;
    storage::Tx& tx_;
    templates::RenderContext render_;
};

}  // namespace tocsin::engine
