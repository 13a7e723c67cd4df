#include "bot/sandbox/load.h"

#include "tests/sandbox/service_fixture.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

struct Loaded : ServiceFixture {
    using Now = Load::Now;
    Now start{};

    std::shared_ptr<Load> begin(LoadPlan plan) {
        return std::make_shared<Load>(slack.workspace(), slack.gateway(), plan, start);
    }
    int commands() const { return static_cast<int>(socket->sent.size()) - 1; }  // without the hello
    std::string body(int number) const {
        return R"({"channel":"C1","text":"API load-)" + std::to_string(number) + "\"}";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Loaded, "commands come at the asked rate, over the channels in turns") {
    LoadPlan plan;
    plan.rate = 10;
    plan.count = 20;
    plan.channels = 2;
    auto load = begin(plan);
    load->step(start + 1s);
    CHECK(commands() == 11);
    CHECK(payload()["text"] == "up load-10");
    CHECK(payload()["channel_id"] == "C0LOAD0000");
    load->step(start + 1h);
    CHECK(commands() == 20);
    CHECK(payload()["channel_id"] == "C0LOAD0001");
}

TEST_CASE_FIXTURE(Loaded, "without a rate a window of commands is kept under way") {
    LoadPlan plan;
    plan.count = 5;
    plan.window = 2;
    auto load = begin(plan);
    load->step(start);
    CHECK(commands() == 2);
    load->posted(body(0), start);
    load->step(start);
    CHECK(commands() == 3);
}

TEST_CASE_FIXTURE(Loaded, "what came back is counted: lost, and done twice") {
    LoadPlan plan;
    plan.rate = 1000;
    plan.count = 3;
    auto load = begin(plan);
    load->step(start + 1s);
    acknowledge();
    load->posted(body(0), start + 1s);
    load->posted(body(0), start + 1s);
    load->posted(body(2), start + 1s);
    load->posted(body(99), start + 1s);
    load->posted("nothing to do with it", start + 1s);
    const json result = load->result();
    CHECK(result["sent"] == 3);
    CHECK(result["acknowledged"] == 1);
    CHECK(result["posted"] == 2);
    CHECK(result["posted_twice"] == 1);
    CHECK(result["lost"] == 1);
    CHECK(result["other_posts"] == 2);
}

TEST_CASE_FIXTURE(Loaded, "a lean answer names the channel of the post, in a form as in JSON") {
    auto load = begin({});
    CHECK(json::parse(load->lean_answer(body(0), start))["channel"] == "C1");
    CHECK(json::parse(load->lean_answer("channel=C2&text=load-0", start))["channel"] == "C2");
}
