// People of every role around the same incidents, and everything that a person may change there: whoever
// comes through a door does what the rights of bot/core give them, and what they may not leaves no trace. The
// tables of what is tried are the tests'.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/permissions.h"
#include "bot/core/web_session.h"
#include "bot/slack/identifiers.h"
#include "tests/engine/pager.h"

namespace tocsin::engine::testing {

inline const std::string api_down = "API Down";  // the title of the first incident

// INC-1 is open and led by Lou, INC-2 is resolved, INC-3 pages Dana. Of all of them Lou, Jo and Gil are a
// part, and Nia has their role comms.
struct Role {
    std::string name;
    SlackUser user;
};
const std::vector<Role>& roles();
const SlackUser& named(std::string_view role);

// Whose something is, besides the right that the core asks for.
using Whose = bool(const Incident&, const SlackUser&, const Rules&);
Whose leads, is_paged, is_outside, manages, is_configured, is_dana;

struct Row {
    std::string name;  // of the verb, the button, the form
    std::string act;   // what is typed, the button's value
    Right right{};
    std::int64_t about = 1;  // incident; 0: none
    enum class Effect { changes, opens, shows, nothing } effect = Effect::changes;
    std::string shown{};  // of opens and shows: words that only those who may see get to see
    Whose* theirs = nullptr;
    bool private_too = true;  // false: there is no such thing of a private incident
    bool own_page = false;    // whoever was paged may, a guest too
    bool confirmed = false;   // the press is the answer to a question
};

Row row(std::string name, Right right, std::int64_t about = 1, Row::Effect effect = Row::Effect::changes,
        std::string shown = "", Whose* theirs = nullptr);

enum class Answers { typed, pressed, confirmed };  // how much a door asks back

enum class Circle { everybody, few };  // who may read the incidents

class Doors : public Pager {
  public:
    explicit Doors(Circle circle = Circle::everybody);

    // By the rights of the core alone, whatever a door thinks of it.
    bool may_do(const Row& row, const SlackUser& who, Answers answers);

    // Fails the test where somebody of any role can do more or less than that; `tries` goes through the door.
    // What nobody may do is tried in one house after the other, the rest in a house of its own each: by day a
    // third of it.
    using Tries = std::function<std::string(Doors&, const Row&, const SlackUser&)>;
    static void try_all(const std::vector<Row>& rows, Circle circle, Answers answers, const Tries& tries);

    // What Slack sends, as if it was said, pressed and entered; what that person is shown.
    std::string sends(slack::Payload payload, const SlackUser& who);
    std::string says(const SlackUser& who, const std::string& line);
    std::string presses(const SlackUser& who, const std::string& action_id, const std::string& value);
    std::string presses_in_form(const SlackUser& who, const std::string& callback_id,
                                const std::string& action_id);
    std::string submits(const SlackUser& who, const std::string& callback_id, const std::string& metadata,
                        const std::vector<std::pair<slack::Field, std::string>>& entered);
    using Entered = std::vector<std::pair<slack::Field, std::string>>;
    Entered entry_of(std::string_view heading) const;        // on the status page
    std::string key_of(std::int64_t number, int entry = 0);  // what a form of this incident remembers

    void learns(const SlackUser& who);       // of Slack
    std::string filled_in(std::string act);  // with the numbers of this house for {names}
    void given(std::int64_t number, const SlackUser& by, CommandBody command);  // with what happens next
    static std::string session_of(const SlackUser& who);  // of a browser that is signed in

    // Everything that somebody can change or cause.
    struct Kept {
        std::vector<Incident> incidents;
        std::vector<std::vector<Event>> timelines;
        std::vector<RotaChange> changes;
        std::vector<Silence> silences;
        std::vector<PublicNotice> notices;
        std::vector<Contacts> contacts;
        std::vector<std::optional<AdHocPage>> pages;
        std::vector<std::optional<storage::Handoff>> handoffs;
        std::vector<std::optional<Time>> ready;
        std::vector<std::optional<std::string>> notes;
        std::vector<std::size_t> sessions;
        std::size_t told = 0;  // posts and messages to others
        bool operator==(const Kept&) const = default;
    };
    Kept kept();

  private:
    void build(Circle circle);
    void declares(std::int64_t number, Severity severity, const std::string& title, Circle circle);
    int sent_ = 0;
    std::size_t told_ = 0;
};

}  // namespace tocsin::engine::testing
