// The only door to the database: one transaction per batch of inputs, a savepoint per input. Times are the
// clock's, or the server's, at the start of it. Errors of the database are exceptions (StoreError); nothing
// here knows Slack or HTTP.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/ad_hoc_page.h"
#include "bot/core/alert_record.h"
#include "bot/core/contacts.h"
#include "bot/core/deployment.h"
#include "bot/core/incident.h"
#include "bot/core/month_report.h"
#include "bot/core/page_load.h"
#include "bot/core/people.h"
#include "bot/core/public_notice.h"
#include "bot/core/rota_change.h"
#include "bot/core/silence.h"
#include "bot/core/subscriber.h"
#include "bot/core/web_session.h"
#include "storage/hold.h"
#include "storage/records.h"

namespace tocsin::storage {

class Connection;
class GrowingCopy;
class Memory;
class Redaction;

class StoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t most_young = 50;

struct Aged {  // an incident's place among all by their age
    Time declared;
    IncidentNumber number;
    bool operator==(const Aged&) const = default;
};

struct Removed {       // of a person, from one kind of records
    std::string what;  // "contact methods"
    int rows = 0;
    bool operator==(const Removed&) const = default;
};

class Tx {
  public:
    Tx(Connection& connection, Memory& memory, Time now, std::optional<ClockReading> hands = {})
        : db_(connection), memory_(memory), now_(now), hands_(hands) {}
    Tx(const Tx&) = delete;
    Tx& operator=(const Tx&) = delete;

    Time now() const { return now_; }
    std::optional<ClockReading> hands() const { return hands_; }  // of the clock, when it began

    // Other processes write as well, in turns with this one (Hold::turns).
    bool is_shared() const;
    void tell(Topic topic);  // to them, that this transaction changes it; most of it is told by itself
    Topics take_news();  // what they changed since it was asked for last; again, if this transaction fails

    // Inputs that were acted on, by what identifies them, with the answer that was given. `remember`
    // replaces.
    std::optional<std::string> answer_to(std::string_view input_key);
    void remember(std::string_view input_key, std::string_view answer);
    int forget_inputs_before(Time before, int limit);  // how many were forgotten

    IncidentNumber next_incident_number();
    std::optional<Incident> incident(IncidentNumber number);
    // Newest first. What cannot be read is left out, and said to the log.
    std::vector<Incident> incidents(ListFilter filter, int limit, int offset = 0);
    // Of which an action item or a post-mortem is still to be done; newest first.
    std::vector<Incident> incidents_waiting(int limit);
    std::vector<IncidentCount> open_counts();  // drills too; those of which there is none are left out
    const std::vector<Outline>& young();  // the newest open incidents, at most `most_young`, newest first
    std::vector<Incident> find(
        std::string_view words,
        int limit);  // every word in title, updates, notes, causes, action items or post-mortem
    std::optional<Incident> incident_at(const ChannelId& channel,
                                        const MessageTs& thread);  // by card or war room
    // Writes the row and appends the events, each chained to the one before it by its hash. The events'
    // sequences must follow the stored ones; StoreError if not.
    void save(const Incident& incident, std::span<const Event> events);
    std::vector<Event> timeline(IncidentNumber number);  // in order

    // What the reports count, in time that grows with the span and not with the store.
    Tally tally(const TimeSpan& span);
    MonthFacts month_facts(const TimeSpan& month);  // that begins and ends at a quarter of an hour
    // How often each person was paged, by the quarter of an hour.
    std::vector<PageCount> page_counts(const TimeSpan& span);
    // Those detected within the span, newest first, whether they count or not.
    std::vector<MeasuredIncident> measured(const TimeSpan& span, int limit, int offset = 0);

    // Slack messages of an incident by name: "card", "room" (the channel of its own, ts empty), "reminder/3".
    std::optional<PostedMessage> message(IncidentNumber number, std::string_view name);
    void remember_message(IncidentNumber number, std::string_view name, const PostedMessage& message);
    void forget_message(IncidentNumber number, std::string_view name);

    // Which page a link's token (by its hash) or a provider's ID means.
    void keep_page_link(std::string_view token_hash, const PageRef& page, Time expires);
    // Also for a week after it has expired: people are told so.
    std::optional<PageLink> page_link(std::string_view token_hash);
    void remember_delivery(std::string_view provider, std::string_view id, const PageRef& page);
    std::optional<PageRef> delivery(std::string_view provider, std::string_view id);

    // Changes of who is on call. `save` replaces one that was added; nothing is ever deleted.
    RotaChangeId add_rota_change(const RotaChange& change);
    void save(const RotaChange& change);
    std::optional<RotaChange> rota_change(RotaChangeId id);
    std::vector<RotaChange> rota_changes(RotaChange::State state);  // by ID

    ShiftRecord shift(const ShiftKey& key);  // an empty one when nothing is known of it
    void save(const ShiftRecord& record);    // replaces
    // When this person last said to be ready for a shift of the schedule.
    std::optional<Time> last_ready(const ScheduleId& schedule, const PersonId& person);
    void add_handoff(const Handoff& note);
    AdHocPageId add_ad_hoc_page(const AdHocPage& page);
    void save(const AdHocPage& page);  // replaces
    std::optional<AdHocPage> ad_hoc_page(AdHocPageId id);
    std::optional<AdHocPage> newest_ad_hoc_page(const PersonId& person);
    std::optional<Time> last_confirmed_page(const PersonId& person);
    std::optional<Handoff> last_handoff(const ScheduleId& schedule, Time since);  // the newest

    // Alerts, by the source and its own key. `save` adds one that has no ID yet, and gives it one. `alike`:
    // which alerts join one incident.
    std::optional<AlertRecord> alert(std::string_view source, std::string_view key);
    std::optional<AlertRecord> alert(AlertId id);
    void save(AlertRecord& record, std::string_view alike);
    IncidentNumber newest_incident_alike(std::string_view alike);  // 0: there was none
    AlertCount alert_count(IncidentNumber incident);
    std::vector<AlertRecord> alerts_of(IncidentNumber incident, AlertId after, std::size_t limit);  // by ID
    void move_alerts(IncidentNumber from, IncidentNumber to);                    // they were merged
    std::vector<AlertRecord> alerts_firing(std::string_view source, int limit);  // by ID
    // Those that fire and have opened or joined nothing: silenced, or not for long enough yet.
    // By ID, from the one behind `after`.
    std::vector<AlertRecord> alerts_waiting(AlertId after, std::size_t limit);
    // How many were forgotten. What fires and what belongs to an open incident stays.
    int forget_alerts_before(Time told, int limit);
    void count_firing(std::string_view rule);  // now; of the rule that decides, or of none
    int firings_between(Time from, Time to);   // both at a quarter of an hour
    SilenceId add_silence(const Silence& silence);
    void save(const Silence& silence);  // replaces
    std::optional<Silence> silence(SilenceId id);
    std::vector<Silence> silences(Time not_over_at, int limit);  // by ID
    void forget_silences_before(Time end);

    bool add(const Deployment& deployment);                                      // false: it is known
    std::vector<Deployment> deployments_between(Time from, Time to, int limit);  // newest first
    void forget_deployments_before(Time at);

    // What the status page says. `save` adds or replaces; nothing is ever deleted.
    void save(const PublicNotice& notice);
    std::optional<PublicNotice> public_notice(const NoticeId& id);
    std::vector<PublicNotice> public_notices(Time not_over_at, int limit);  // newest first

    // What another status page calls a notice (entry 0) and its entries, of those that it was given.
    std::map<int, std::string> pushed(std::string_view mirror, const NoticeId& notice);
    void remember_pushed(std::string_view mirror, const NoticeId& notice, int entry, std::string_view id);

    // Who gets the page's entries by e-mail. `save` adds one that has no ID yet, and gives it one. Whoever
    // leaves is gone, with the tokens of all mails.
    void save(Subscriber& subscriber);
    std::optional<Subscriber> subscriber(SubscriberId id);
    std::optional<Subscriber> subscriber_at(std::string_view address);
    std::optional<Subscriber> subscriber_with(std::string_view token_hash);
    std::vector<SubscriberId> confirmed_subscribers(SubscriberId after, int limit);  // by ID
    int unconfirmed_subscribers();
    void remove(SubscriberId id);
    void keep_subscriber_token(std::string_view token_hash, SubscriberId id);
    void forget_unconfirmed_before(Time asked);
    void forget_subscriber_tokens_before(Time made);

    std::vector<Contacts> all_contacts();       // of everybody who ever said something
    Contacts contacts(const PersonId& person);  // empty ones when nothing is known
    void save(const Contacts& contacts);        // replaces
    ContactCodeId add_code(const ContactCode& code);
    void save(const ContactCode& code);  // its tries and its end
    // Of this person for phone or email; it may have expired.
    std::optional<ContactCode> newest_code(const PersonId& person, Means means);
    std::optional<ContactCode> code(ContactCodeId id);
    // Sent since then: to this person, and to this address whoever asked for them.
    int codes_of(const PersonId& person, Time since);
    int codes_to(std::string_view address, Time since);
    void forget_codes_before(Time sent);

    // Browsers that people signed in and the links that do so, by the hashes of their tokens.
    void keep_sign_in(std::string_view token_hash, const SignIn& sign_in);
    std::optional<SignIn> sign_in(std::string_view token_hash);  // for a day also one that is used or expired
    void end_sign_in(std::string_view token_hash);               // it was used
    int sign_ins_of(const UserId& user, Time since);
    WebSessionId add_web_session(std::string_view token_hash, const WebSession& session);
    std::optional<WebSession> web_session(std::string_view token_hash);  // it may be over
    std::vector<WebSession> web_sessions_of(const UserId& user);         // the last seen first
    void saw_web_session(WebSessionId id);
    void end_web_session(WebSessionId id);
    // Of this person, else of everybody, with the links that were not used yet; how many sessions.
    int end_web_sessions(const std::optional<UserId>& of);
    void forget_web_sessions_that_ended();

    // Taking out what identifies people, a bounded piece at a time. `only_count`: nothing is changed.
    std::vector<IncidentNumber> incident_numbers(IncidentNumber after, int limit);  // in order
    // Rewrites the entries in which the redaction finds something, with all that follows from them; how many
    // those are. UnreadableValue where it does not verify: a rewritten one would hide it. Nothing is changed
    // then.
    int redact(IncidentNumber number, Redaction& what, bool only_count);
    // The same for a piece of everything beside incidents, from `what.place` on, which is moved; what is a
    // person's alone is deleted, what cannot be read is added to `what.unreadable`.
    std::vector<Removed> redact_records(Redaction& what, bool only_count);
    std::int64_t next_removed_person();
    // Closed incidents declared before that, oldest first, from the one behind `after`; `unswept`: of which
    // nobody said yet that they were swept. Of one that cannot be read there is the number and `declared`.
    std::vector<Incident> closed_before(Time declared, const Aged& after, bool unswept, int limit);
    void swept(IncidentNumber number);            // until it is saved again
    void forget_incident(IncidentNumber number);  // with everything that belongs to it alone
    // What was said and noted about duty; how many rows, oldest first.
    int forget_ad_hoc_pages_before(Time asked, int limit);
    int forget_shifts_before(Time start, int limit);             // and the notes that were handed over
    int forget_reasons_of_covers_before(Time asked, int limit);  // the covers themselves stay
    void forget_contacts(const PersonId& person);
    // Numbers that were told to STOP and whose person was removed; kept as hashes.
    void keep_stopped(std::string_view number);
    bool is_stopped(std::string_view number);
    void forget_stopped(std::string_view number);

    // Processes that share the store, by name. `save` adds or replaces.
    void save(const Replica& replica);
    std::vector<Replica> replicas();
    void remove_replica(std::string_view id);
    // What they remember together; nullopt: nothing yet.
    std::optional<std::string> shared_memory();
    void keep_shared_memory(std::string_view text);

    void set_timer(const Timer& timer);
    void cancel_timer(std::string_view key);
    std::vector<Timer> timers_with_prefix(std::string_view prefix);
    // The earliest that is not quarantined, due or not, but not before `from`, and none of these kinds.
    std::optional<Timer> next_timer(const std::set<std::string>& but_no = {}, Time from = {});
    // The earliest of them that is due and that nobody else holds; ours until the transaction ends.
    std::optional<Timer> take_due_timer(const std::set<std::string>& but_no = {}, Time from = {});
    // The handler threw: counts, and puts it off by `pause`; from the 5th time on it is quarantined (never
    // returned by next_timer) and this answers true.
    bool timer_failed(std::string_view key, Duration pause);
    // The time of day was set: what is due after a while stays as far away, in timers of these kinds and in
    // the outbox. Only what is due from `from` on and before `before`.
    void clock_stepped(Duration by, std::span<const std::string_view> kinds, Time from, Time before);

    OutboxId send(const OutboxRow& row);  // adds it, or replaces the waiting row with the same supersede key
    // Lanes that may leave now, best priority first, then oldest: of each its first rows (at most `per_lane`,
    // all lanes together at most `limit`) in order, up to one that is not due yet. A lane of which a row is
    // leased is not among them, until the lease has run out, nor one whose first row somebody else holds.
    // Expired rows hold their lane: take them out first.
    std::vector<std::vector<OutboxRow>> due_lanes(int limit, int per_lane);
    // The row leaves: until its lease ends, only the holder of `token` may finish it or put it back.
    void lease(const OutboxRow& row, std::string_view token, Time until);
    void put_off(const OutboxRow& row, Time not_before);  // a due row, and what is behind it in its lane
    void drop(const OutboxRow& row);                      // a row that nobody wants any more
    // Each answers false when the lease is no longer this token's; nothing is changed then.
    bool finish(const OutboxRow& row, std::string_view token);
    // `tried` false: it was not sent at all, which is no attempt.
    bool is_leased(const OutboxRow& row, std::string_view token);
    bool put_back(const OutboxRow& row, std::string_view token, Time not_before, bool outcome_unknown,
                  bool tried = true);
    // Removes and returns rows that have expired while waiting, without those that somebody else holds.
    std::vector<OutboxRow> take_expired(int limit);
    // What waits after a failed try is due; so is what waits for anything else, where `all` does.
    void try_again_now(bool all = false);
    void release_all_leases();               // at start: no sender of ours is alive
    bool is_untried(std::string_view lane);  // something waits in it, and nothing in it has left yet
    // When the first row of the lane may leave; now: it is under way; nothing: nothing waits in it.
    std::optional<Time> lane_due(std::string_view lane);
    std::optional<Time> next_outbox_time();  // when a lane is next due; now or earlier: at once
    int outbox_size();
    std::vector<OutboxCount> outbox_counts();  // by priority; those of which there is none are left out

    void remember_user(const SlackUser& user);
    std::optional<SlackUser> user(const UserId& id);

    void keep_draft(const Draft& draft);
    std::optional<Draft> take_draft(std::string_view id);  // removes it; nothing when it has expired

    void set_note(std::string_view key, std::string_view value);  // small facts: "slack/unavailable_blocks"
    std::optional<std::string> note(std::string_view key);
    void forget_note(std::string_view key);

    // Runs `work` in a savepoint: rolled back and rethrown when it throws.
    void savepoint(const std::function<void()>& work);

  private:
    Connection& db_;
    Memory& memory_;
    Time now_;
    std::optional<ClockReading> hands_;
};

struct Verification {
    bool intact = false;
    std::string problem;      // a sentence when it is not
    long long events = 0;     // checked
    long long rewritten = 0;  // of these, because somebody's data was removed
};

class Store {
  public:
    // Opens and, where needed, migrates (a file after an automatic backup beside it). "sqlite:PATH",
    // "sqlite::memory:", "postgresql://…". Error: conflict when another process holds it; unavailable when it
    // cannot be reached or written; damaged when it is, or is gone with something left behind; invalid
    // for an unknown URL or a schema newer than this program knows.
    static Expected<std::unique_ptr<Store>> open(std::string_view url, const Clock& clock,
                                                 Hold hold = Hold::whole);
    ~Store();

    // false: opening it would make an empty one.
    static bool is_there(std::string_view url);

    // One transaction: committed when `work` returns, rolled back and rethrown when it throws. Durable on
    // return.
    void transact(const std::function<void(Tx&)>& work);

    Expected<void> backup(const std::string& file);  // online copy; refuses an existing file
    // The same piece by piece, between transactions, and without syncing it: for a copy that is read at once.
    // The store must outlive it. An existing file is replaced.
    Expected<std::unique_ptr<GrowingCopy>> begin_copy(const std::string& file);
    std::string file() const;  // where such a copy may stand; empty: none can be made
    Verification verify();     // integrity of the database, hash chain, folding gives the rows
    // Everything, or one incident, as contract.md section 4. What cannot be read is left out and named in
    // `damaged`, of the text and of the caller: a sentence each.
    std::string export_json(std::optional<IncidentNumber> only, std::vector<std::string>* damaged = nullptr);
    std::string description() const;               // "sqlite tocsin.db, schema 1"
    const Clock& clock() const { return clock_; }  // of the times in it: the given one, or the server's

  private:
    explicit Store(std::unique_ptr<Connection> connection, const Clock& clock);
    void refuse_newer_schema();
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Memory> memory_;
    const Clock& clock_;
};

}  // namespace tocsin::storage
