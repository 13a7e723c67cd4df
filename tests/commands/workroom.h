// A desk with a real store, the real rules of the core and a clock that stands: what people type, press and
// submit in the tests of commands. Slack and the outbox are not here.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/slack/identifiers.h"
#include "commands/interpreter.h"
#include "templates/catalog.h"
#include "tests/read_json.h"

namespace tocsin::commands::testing {

inline const Time start = time_from_unix(1737469980);   // Tuesday 2025-01-21T14:33:00Z
inline constexpr std::string_view the_code = "424242";  // whatever address it goes to
inline const ChannelId incidents_channel{"C0INCIDENTS"};

inline const SlackUser dana{UserId{"U0DANA"}, "Dana", "America/New_York", false, false, false};
inline const SlackUser lee{UserId{"U0LEE"}, "Lee", "UTC", false, false, false};
inline const SlackUser sam{UserId{"U0SAM"}, "Sam", "UTC", false, false, false};
inline const SlackUser kim{UserId{"U0KIM"}, "Kim", "UTC", false, false, false};   // on no schedule
inline const SlackUser gus{UserId{"U0GUEST"}, "Gus", "UTC", true, false, false};  // a guest
inline const SlackUser robot{UserId{"U0BOT"}, "Robot", "UTC", false, true, false};

Rules example_rules();  // Dana and Lee on call, Sam manages, Kim is configured for nothing

class Workroom : public Desk, private Directory {
  public:
    Workroom();

    // Each is one transaction, as in the engine.
    Answer types(const SlackUser& who, std::string_view line);
    Answer mentions(const SlackUser& who, std::string_view line, std::int64_t incident_of_thread = 0);
    Answer writes_directly(const SlackUser& who, std::string_view line);
    Answer presses(const SlackUser& who, std::string_view action_id, std::string_view value);
    Answer presses_button(const SlackUser& who, const Answer& answer, std::string_view action_id);
    Answer presses_in(const SlackUser& who, const slack::ViewInfo& view, std::string_view action_id);
    Answer submits(const SlackUser& who, const slack::ViewInfo& view);
    Answer uses(const SlackUser& who, const ShortcutUse& shortcut);
    Answer reacts(const SlackUser& who, const ReactionUse& reaction);
    nlohmann::json is_suggested(const SlackUser& who, std::string_view action_id, std::string_view typed);

    Incident incident(std::int64_t number);  // fails the test when there is none
    std::size_t incidents();
    std::vector<Event> timeline(std::int64_t number);
    void within_store(const std::function<void(storage::Tx&)>& work) { store_->transact(work); }
    void advance(Duration by) { clock_.advance(by); }
    Rules& configured() { return rules_; }
    Groups& known_groups() { return on_call_.groups; }
    templates::Capabilities& can() { return can_; }
    std::optional<RotaChange> change(std::int64_t number);
    int homes_published() const { return homes_published_; }

    storage::Tx& tx() override { return *tx_; }
    const Rules& rules() const override { return rules_; }
    const Groups& groups() const override { return on_call_.groups; }
    const OnCall& on_call() const override { return on_call_; }
    templates::IncidentFacts facts(const Incident& incident) override;
    Time now() const override { return clock_.now(); }
    const templates::RenderContext& render() const override { return *render_; }
    SlackUser user(const UserId& id) override { return known(id); }
    Expected<Incident> act(const Incident& incident, const IncidentCommand& command) override;
    Incident declare(const event::Declared& declared, const Actor& by, Via via) override;
    RotaChange record(RotaChange change) override;
    std::vector<Silence> silences() override;
    Silence record(Silence silence) override;
    AdHocPage test_page(const Person& person) override;
    AdHocPage page_ad_hoc(const PageOrder& order, const Actor& by, const std::string& text) override;
    AdHocPage confirm(AdHocPage page, Means means) override;
    void record(const Contacts& contacts) override;
    Expected<void> send_code(const Person& person, Means what, const std::string& address, Means by) override;
    Expected<std::string> sign_in_link(const SlackUser& user, std::string_view page) override;
    Expected<Incident> publish(const PublicSubject& subject, const PublicDraft& draft, const Actor& by,
                               Via via) override;
    Expected<Incident> correct(const PublicSubject& subject, int entry, const PublicText& text,
                               const Actor& by, Via via) override;
    Expected<void> announce(const MaintenanceDraft& maintenance, const Actor& by) override;
    Expected<void> withdraw(const NoticeId& maintenance, const Actor& by) override;
    std::string keep_draft(const UserId& user, const std::string& content) override;
    std::string thread_url(IncidentNumber number) override;
    void publish_home(const UserId&) override { ++homes_published_; }
    void share_report(std::chrono::year_month, int) override {}
    const Setup& setup() const override { return setup_; }
    void tell(const UserId& user, slack::Message message) override {
        told_.emplace_back(user, std::move(message));
    }
    void knows(Runbooks runbooks) { setup_.runbooks = std::move(runbooks); }
    const std::vector<std::pair<UserId, slack::Message>>& told() const { return told_; }  // directly

  private:
    SlackUser user(const UserId& id) const override { return known(id); }
    SlackUser known(const UserId& id) const;
    Incident record(Incident incident, const std::vector<EventBody>& bodies, const Actor& by, Via via);
    Answer within(const std::function<Answer()>& work);
    Request request(const SlackUser& who, Via via) const;

    ManualClock clock_{start};
    Rules rules_ = example_rules();
    OnCall on_call_;
    Setup setup_;
    std::vector<std::pair<UserId, slack::Message>> told_;
    templates::Capabilities can_;
    templates::Catalog catalog_;
    std::unique_ptr<storage::Store> store_;
    storage::Tx* tx_ = nullptr;
    std::optional<templates::RenderContext> render_;
    int drafts_ = 0;
    int homes_published_ = 0;
};

std::string words(const Answer& answer);       // of a Say; else what kind of answer it is: "nothing", "form"
std::string form_of(const Answer& answer);     // callback_id of an OpenForm or NextForm; else ""
std::string everything(const Answer& answer);  // as JSON, to look for things

// What a form would send: entered values by block and action.
struct Entered {
    slack::Field field;
    std::vector<std::string> values;
};
slack::ViewInfo filled(std::string_view callback_id, std::string metadata,
                       const std::vector<Entered>& entered);
std::string key(const Incident& incident);  // private_metadata of a form that was opened now

}  // namespace tocsin::commands::testing
