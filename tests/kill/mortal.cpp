#include "tests/kill/mortal.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "tests/sandbox/http_client.h"

namespace tocsin::app::testing {
namespace {

constexpr int killed = 137;

int number_in_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::atoi(text) : otherwise;
}

}  // namespace

Scratch::~Scratch() {
    using namespace storage::testing;
    try {
        if (server_is_chosen()) PostgresCluster::one().drop(Postgres::schema_of(*this));
    } catch (const std::exception& error) {
        MESSAGE("a store stays on the server: " << error.what());
    }
}

void Mortal::start(std::vector<int> points) {
    points_ = std::move(points);
    start_once();
}

void Mortal::start_once() {
    // Else the dead one's connections pass for those of the next.
    REQUIRE(wait_until([&] { return slack_.connections() == 0; }));
    const int point = deaths_ < points_.size() ? points_[deaths_] : 0;
    std::vector<std::string> environment;
    if (point > 0) environment.push_back("FAULT_POINT=" + std::to_string(point));
    // A log for each life: it names the ports.
    bot_.emplace(folder_.file("tocsin.yaml"), folder_.file(fmt::format("log.{}", deaths_)), environment);
    wait_for_slack();
}

void Mortal::wait_for_slack() {
    REQUIRE_MESSAGE(wait_until([&] { return bot_->ended() || slack_.connections() > 0; }), bot_->log());
}

void Mortal::revive() {
    wait_for_slack();  // whoever is dying may have hung up already
    while (bot_->ended()) {
        REQUIRE_MESSAGE(bot_->wait_for_end() == killed, bot_->log());
        REQUIRE(deaths_ < points_.size());
        ++deaths_;
        look_into_remains(folder_);
        start_once();
    }
}

bool Mortal::stop() {
    bot_->signal(SIGTERM);
    while (bot_->wait_for_end() == killed && deaths_ < points_.size()) {
        revive();
        bot_->signal(SIGTERM);
    }
    CHECK_MESSAGE(bot_->wait_for_end() == 0, bot_->log());
    return deaths_ > 0;
}

bool Mortal::takes_alert(const std::string& body) {
    if (bot_->ended()) return false;
    try {
        const auto answer = sandbox::exchange(
            bot_->port_of("http"),
            fmt::format("POST /api/v1/alerts/am HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        "Authorization: Bearer the-token\r\nContent-Length: {}\r\n\r\n{}",
                        body.size(), body));
        return answer.status == 202;
    } catch (const std::exception&) {  // nobody listens there any more
        return false;
    }
}

std::vector<std::vector<std::string>> kinds_of_events(storage::Tx& tx) {
    auto stored = tx.incidents(storage::ListFilter::all, 100);
    std::ranges::sort(stored, {}, &Incident::number);
    std::vector<std::vector<std::string>> kinds;
    for (const auto& incident : stored) {
        kinds.emplace_back();
        for (const auto& event : tx.timeline(incident.number)) {
            if (!std::holds_alternative<event::PageMoved>(event.body))
                kinds.back().emplace_back(kind_of(event.body));
        }
    }
    return kinds;
}

void look_into_store(const storage::testing::TemporaryFolder& folder,
                     const std::function<void(storage::Tx&)>& look) {
    const SystemClock clock;
    const auto store = storage::Store::open(storage::testing::chosen_store(folder), clock);
    REQUIRE_MESSAGE(store, (store ? "" : store.error().message));
    const auto verification = (*store)->verify();
    CHECK_MESSAGE(verification.intact, verification.problem);
    (*store)->transact(check_paging);
    (*store)->transact(look);
}

void look_into_remains(const storage::testing::TemporaryFolder& folder) {
    const storage::testing::TemporaryFolder copy;
    const bool in_place = storage::testing::server_is_chosen();
    for (const auto* name : {"tocsin.db", "tocsin.db-wal"}) {
        if (!in_place && std::filesystem::exists(folder.file(name)))
            std::filesystem::copy_file(folder.file(name), copy.file(name));
    }
    const auto& looked_into = in_place ? folder : copy;
    if (storage::Store::is_there(storage::testing::chosen_store(looked_into)))
        look_into_store(looked_into, [](storage::Tx&) {});
}

void check_paging(storage::Tx& tx) {
    std::map<std::string, Time> kept;
    for (const auto* prefix : {"escalate/", "again/"}) {
        for (const auto& timer : tx.timers_with_prefix(prefix)) kept[timer.key] = timer.due;
    }
    for (const auto& incident : tx.incidents(storage::ListFilter::all, 100)) {
        CAPTURE(incident.number.value());
        const auto& paging = incident.paging;
        const auto waits_for = [&](std::string_view what, const std::optional<Time>& due) {
            const auto timer = kept.extract(fmt::format("{}/{}", what, incident.number.value()));
            CHECK(timer.empty() == !due);
            if (due && !timer.empty()) CHECK(timer.mapped() == *due);
            return !timer.empty();
        };
        if (!is_unanswered(incident.state)) continue;
        const bool goes_on = waits_for("escalate", paging.next_due);
        const bool repeats =
            waits_for("again", incident.state == State::paging ? paging.again_due : std::nullopt);
        const bool pages_once = paging.plan.policy.empty() && paging.level > 0;
        CHECK((goes_on || repeats || paging.ended || pages_once));
    }
    for (const auto& [key, due] : kept) FAIL_CHECK(key << " pages for an incident that needs nobody");
}

std::size_t doubled_posts(StandIn& slack) {
    std::set<std::string> marks;
    const auto posts = slack.posts();
    for (const auto& post : posts) marks.insert(post.metadata.dump());
    return posts.size() - marks.size();
}

void die_at_every_write(std::chrono::seconds by_day, int stride_by_day,
                        const std::function<bool(int point)>& play) {
    const int chosen = number_in_environment("TOCSIN_POINT", 0);
    const int at_each = number_in_environment("TOCSIN_KILLS", 1);
    const bool by_night = at_each > 1 || std::getenv("TOCSIN_NIGHTLY") != nullptr;
    const auto deadline = std::chrono::steady_clock::now() + by_day;
    int kills = 0;
    bool died = true;
    for (int point = std::max(chosen, 1); died; point += by_night ? 1 : stride_by_day) {
        for (int time = 0; time < at_each && died; ++time) {
            INFO("run it alone with TOCSIN_POINT=", point);
            died = play(point);
            kills += died ? 1 : 0;
        }
        if (chosen != 0 || (!by_night && std::chrono::steady_clock::now() > deadline)) break;
    }
    CHECK(kills > (chosen != 0 ? 0 : 5));
    MESSAGE("killed " << kills << " times");
}

}  // namespace tocsin::app::testing
