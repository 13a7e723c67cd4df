// What the engine does with something on which the processes before it died.
#include <algorithm>
#include <memory>

#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_voice.h"
#include "bot/engine/poison.h"
#include "bot/engine/work_mark.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
using namespace std::chrono_literals;

namespace {

// Dana is paged by phone; the admin is Lee.
Settings paging_settings() {
    auto settings = example_settings();
    channels::TwilioAccount account;
    account.account_sid = "AC1";
    account.auth_token = Secret("token");
    account.from = "+12025550199";
    const std::vector<Means> via{Means::phone, Means::sms, Means::slack};
    const Target dana{Target::Kind::person, "dana"}, lee{Target::Kind::person, "lee"};
    const PolicyId policy{"production"};
    settings.rules.policies[policy] = {
        policy, "Production", {{{}, {}, 10min, {}}, {{lee}, via, 10min, {}}}, 0};
    settings.rules.severities[Severity::sev1].page = {{dana}, {Means::phone}, policy, false};
    settings.rules.admins = {lee};
    settings.channels.add(Means::sms, std::make_shared<channels::TwilioSms>(account));
    settings.channels.add(Means::phone, std::make_shared<channels::TwilioVoice>(account));
    return settings;
}

// One process after the other on one store, with what each died on.
struct Lives {
    storage::testing::TemporaryFolder folder;
    ManualClock clock{start};
    std::string url = storage::testing::SqliteFile::url(folder);
    Settings settings = paging_settings();
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<Engine> engine;

    Lives() { begin(); }

    void begin() {
        end();
        store = *storage::Store::open(url, clock);
        engine = std::make_unique<Engine>(*store, settings, *templates::Catalog::load(""),
                                          std::make_shared<WorkMark>(folder.file("working"), "1", clock));
    }
    void end() {
        engine.reset();
        store.reset();
    }
    void die_on(const std::string& item, int times = 3) {
        end();
        for (int i = 0; i < times; ++i) {
            WorkMark mark(folder.file("working"), "1", clock);
            mark.begin(item);
        }
        begin();
    }
    std::vector<Output> step(std::vector<Input> inputs = {}) { return engine->step(inputs); }
    void declare() {
        event::Declared declared;
        declared.title = "API Down";
        declared.severity = Severity::sev1;
        (void)step({DeclarationGiven{Actor{UserId{"U000SAM"}, {}}, Via::api, declared}});
        REQUIRE(incident().number.value() == 1);
    }
    Incident incident() {
        std::optional<Incident> found;
        store->transact([&](storage::Tx& tx) { found = tx.incident(IncidentNumber{1}); });
        REQUIRE(found);
        return *found;
    }
    // Every message that waits, its item and what it is.
    std::vector<std::pair<std::string, outgoing::Wish>> waiting() {
        std::vector<std::pair<std::string, outgoing::Wish>> found;
        const storage::testing::TemporaryFolder copies;
        REQUIRE(store->backup(copies.file("copy")));
        const ManualClock later(clock.now() + 10s);
        const auto copy = *storage::Store::open("sqlite:" + copies.file("copy"), later);
        copy->transact([&](storage::Tx& tx) {
            tx.release_all_leases();
            for (auto lanes = tx.due_lanes(1000, 1000); !lanes.empty(); lanes = tx.due_lanes(1000, 1000)) {
                for (const auto& lane : lanes) {
                    for (const auto& row : lane) {
                        if (const auto wish = outgoing::read(row.payload))
                            found.emplace_back(
                                "message " +
                                    (row.supersede.empty() ? std::to_string(row.id.value()) : row.supersede),
                                *wish);
                        tx.drop(row);
                    }
                }
            }
        });
        return found;
    }
    template <class Wish>
    std::string item_of(const std::function<bool(const Wish&)>& is_it = {}) {
        for (const auto& [item, wish] : waiting()) {
            const auto* one = std::get_if<Wish>(&wish);
            if (one != nullptr && (!is_it || is_it(*one))) return item;
        }
        FAIL("no such message waits");
        return {};
    }
    bool waits(const std::function<bool(const outgoing::Wish&)>& is_it) {
        const auto all = waiting();
        return std::ranges::any_of(all, [&](const auto& one) { return is_it(one.second); });
    }
    bool is_posted(const std::string& words) {
        return waits([&](const outgoing::Wish& wish) {
            const auto* post = std::get_if<outgoing::Post>(&wish);
            return post != nullptr && post->channel.starts_with('#') && has(post->message.text, words);
        });
    }
    bool is_told(const std::string& person, const std::string& words) {
        return waits([&](const outgoing::Wish& wish) {
            const auto* text = std::get_if<outgoing::SendText>(&wish);
            return text != nullptr && text->person == PersonId{person} && has(text->text, words);
        });
    }
};

const Page& page_by(const Incident& incident, Means means) {
    const auto found = std::ranges::find(incident.paging.pages, means, &Page::means);
    REQUIRE(found != incident.paging.pages.end());
    return *found;
}

}  // namespace

TEST_CASE("a page that kills has failed, its person and incident are named, and another is tried") {
    Lives lives;
    lives.declare();
    const auto means = Means::phone;
    const auto item = lives.item_of<outgoing::DeliverPage>(
        [&](const outgoing::DeliverPage& page) { return page.means == means; });
    const auto pages = lives.incident().paging.pages.size();
    lives.die_on(item);
    (void)lives.step();
    const auto after = lives.incident();
    CHECK(page_by(after, means).state == PageState::failed);
    CHECK(has(page_by(after, means).detail, "died"));
    CHECK(after.paging.pages.size() > pages);
    CHECK(lives.is_told("lee", "INC-1, dana, " + item));
}

TEST_CASE("a page whose answer kills is put away as well") {
    Lives lives;
    lives.declare();
    const auto item = lives.item_of<outgoing::DeliverPage>();
    lives.die_on(item, 2);
    (void)lives.step();  // it leaves again, and nothing is over by that
    lives.die_on(item, 1);
    (void)lives.step();
    CHECK(std::ranges::any_of(lives.incident().paging.pages,
                              [](const Page& page) { return page.state == PageState::failed; }));
}

TEST_CASE("where no admin is reached by phone the incidents channel is told") {
    Lives lives;
    lives.settings.rules.admins = {};
    lives.settings.rules.managers = {};
    lives.begin();
    lives.declare();
    const auto item = lives.item_of<outgoing::DeliverPage>();
    lives.die_on(item);
    (void)lives.step();
    CHECK(lives.is_posted("put it away for an hour"));
}

TEST_CASE("a card that is gone holds nothing back: the rest is posted without it, and no edit waits") {
    Lives lives;
    lives.declare();
    lives.die_on(lives.item_of<outgoing::PostCard>());
    lives.store->transact([](storage::Tx& tx) { tx.set_note("no_room/1", "none is made here"); });
    (void)lives.step();
    CHECK_FALSE(lives.waits(
        [](const outgoing::Wish& wish) { return std::holds_alternative<outgoing::PostCard>(wish); }));
    (void)lives.step({CommandGiven{Actor{UserId{"U000SAM"}, {}}, Via::api, IncidentNumber{1},
                                   command::Update{"Looking.", {}, {}, {}, {}}}});
    bool left = false;
    std::vector<Input> results;
    for (int i = 0; i < 20; ++i) {
        lives.clock.advance(5s);
        for (const auto& output : lives.step(std::exchange(results, {}))) {
            const auto* send = std::get_if<Send>(&output);
            if (send == nullptr) continue;
            for (const auto& row : send->rows) {
                const auto* call = std::get_if<slack::Call>(&row.what);
                if (call == nullptr) continue;
                left = left ||
                       (has(call->arguments.text(), "Looking.") && has(call->arguments.text(), "#incidents"));
                results.emplace_back(SendFinished{
                    row.id, row.token, true,
                    slack::Outcome{slack::Answered{{{"ok", true}, {"ts", "1.2"}, {"channel", "C1"}}}}});
            }
        }
    }
    CHECK(left);
    CHECK_FALSE(lives.waits(
        [](const outgoing::Wish& wish) { return std::holds_alternative<outgoing::EditCard>(wish); }));
}

TEST_CASE("an escalation that kills raises the incident's alarm, and is tried again after an hour") {
    Lives lives;
    lives.declare();
    REQUIRE(lives.incident().paging.next_due);
    const auto due = *lives.incident().paging.next_due;
    lives.clock.set(due - 1s);
    (void)lives.step();  // whatever else was due
    const auto level = lives.incident().paging.level;
    lives.clock.set(due);
    lives.die_on("timer escalate/1");
    (void)lives.step();
    CHECK(lives.incident().paging.level == level);
    CHECK(lives.is_posted("Please phone someone"));
    CHECK(lives.is_told("lee", "INC-1, timer escalate/1"));
    lives.clock.advance(61min);
    (void)lives.step();
    CHECK(lives.incident().paging.level > level);
}

TEST_CASE(
    "of alerts that came together only the one that kills is refused, and a good one under its key is not") {
    Lives lives;
    const auto alert = [](const std::string& key, const std::string& title) {
        Alert one;
        one.source = "am";
        one.key = key;
        one.title = title;
        one.severity = Severity::sev3;
        return one;
    };
    const auto answer = [&](std::vector<Alert> alerts) {
        int status = 0;
        for (const auto& output : lives.step({RequestCame{1, AlertsCame{"am", std::move(alerts)}}}))
            if (const auto* answered = std::get_if<Answered>(&output)) status = answered->answer.status;
        return status;
    };
    const auto is_there = [&](const std::string& key) {
        bool found = false;
        lives.store->transact([&](storage::Tx& tx) { found = tx.alert("am", key).has_value(); });
        return found;
    };
    lives.die_on(item_of(alert("bad", "poison")));
    CHECK(answer({alert("one", "x"), alert("bad", "poison"), alert("two", "x")}) == 500);
    CHECK(is_there("one"));
    CHECK(is_there("two"));
    CHECK_FALSE(is_there("bad"));
    CHECK(answer({alert("bad", "harmless")}) == 202);
    CHECK(is_there("bad"));
}

TEST_CASE("what is made for everybody is left out while it kills, and all else goes on") {
    for (const auto* item : {"the status page", "the gauges"}) {
        Lives lives;
        lives.die_on(item);
        lives.declare();
        CHECK(lives.is_told("lee", item));
    }
}
