// Inputs in, durable changes and work out: the one place where a batch becomes a transaction. Synchronous and
// without a clock of its own, so that tests and the sandbox can drive it; threads are engine_thread.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "bot/engine/backup.h"
#include "bot/engine/messages.h"
#include "bot/engine/state.h"
#include "bot/engine/work_mark.h"
#include "storage/store.h"

namespace tocsin::engine {

class Workbench;

class Engine {
  public:
    // `store` must outlive it. Forgets what an earlier process had under way, and asks Slack who the bot is.
    // `mark`: what earlier processes died on; none: nothing is kept.
    Engine(storage::Store& store, Settings settings, templates::Catalog catalog,
           std::shared_ptr<WorkMark> mark = {});

    // One transaction: the inputs in order, each in a savepoint of its own, then what is due. What it answers
    // may only be carried out by the caller, after this returned: everything is durable then. Throws
    // StoreError when the database fails; nothing has happened then, and the inputs may be given again.
    std::vector<Output> step(std::span<const Input> inputs);

    // When step has something to do without an input; none: nothing is planned.
    std::optional<Time> next_due() const { return next_due_; }

    // The next incident timer, for people: when, and what it is ("remind/42").
    std::optional<storage::Timer> next_timer();

    // Nothing is due and nothing is on its way to Slack.
    bool is_quiet();

    const Settings& settings() const { return state_.settings; }
    // Throws StoreError; those before are in force then.
    void change_settings(Settings settings, templates::Catalog catalog);

    // A new configuration was not taken; the one in force goes on, whoever asks is told so, and the admins
    // are told in Slack, with the reason: a sentence. Where the store fails too the log has to do.
    void reload_refused(Time at, const std::string& reason);

    // Slack is spoken to with another token: what the old one was refused is tried at once, and who the bot
    // is is asked anew.
    void start_over_with_slack();

    // It ends soon: steps hand out nothing to send any more, and what is under way comes to its end.
    void hold_back() { holds_back_ = true; }
    bool has_under_way() const { return !state_.under_way.empty(); }
    // Other processes worked on the store too when it was last there.
    bool has_company() const { return has_company_; }
    // It takes no step any more. What is under way even now is another process's when its lease has run out.
    void leave();
    // Something that no incident tells of. A transaction of its own.
    void tell_admins(const std::string& text, bool by_phone_too);

    static constexpr std::size_t most_inputs = 64;  // of one transaction

  private:
    void transact(const std::function<void(storage::Tx&)>& work);
    void beside_steps(const std::function<void(Workbench&)>& work);  // a transaction of its own
    void take(storage::Tx& tx, const Input& input, std::vector<Output>& outputs);
    void take(storage::Tx& tx, const SendFinished& finished);
    void take_marked(storage::Tx& tx, const Input& input, std::vector<Output>& outputs);
    void take(storage::Tx& tx, const EnvelopeReceived& received, std::vector<Output>& outputs);
    void take(storage::Tx& tx, const RequestCame& request, std::vector<Output>& outputs);
    // What nobody waits for an answer to: a failure changes nothing and is logged.
    void take_quietly(storage::Tx& tx, const std::function<void(Workbench&)>& work);
    // Whoever Slack was asked about and answered for, or did not answer for in time.
    void take_waiting(storage::Tx& tx, std::vector<Output>& outputs);
    void answer(storage::Tx& tx, const EnvelopeReceived& received, std::vector<Output>& outputs);

    void look_ahead(storage::Tx& tx);

    storage::Store& store_;
    State state_;
    Backup backup_;
    std::shared_ptr<WorkMark> mark_;
    std::optional<Time> next_due_;  // as of the last transaction
    bool holds_back_ = false;
    bool has_company_ = false;
};

}  // namespace tocsin::engine
