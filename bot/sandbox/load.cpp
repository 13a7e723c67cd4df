#include "bot/sandbox/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

json percentiles(std::vector<double> values) {
    if (values.empty()) return nullptr;
    std::ranges::sort(values);
    const auto at = [&](double share) {
        const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
        return values[index];
    };
    return {{"p50", at(0.5)}, {"p99", at(0.99)}, {"p99_9", at(0.999)}, {"max", values.back()}};
}

std::string_view after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
}

}  // namespace

LoadPlan load_plan(const json& act) {
    LoadPlan plan;
    const json& rate = member(act, "rate");
    plan.rate = rate.is_number() ? std::clamp(rate.get<double>(), 0.0, 1e6) : 0;
    plan.count =
        static_cast<int>(std::clamp<std::int64_t>(int_member(act, "count", 1000), 1, Load::max_count));
    plan.window = static_cast<int>(std::clamp<std::int64_t>(int_member(act, "window", 200), 1, 10'000));
    plan.channels = static_cast<int>(std::clamp<std::int64_t>(int_member(act, "channels", 1), 1, 1000));
    if (const auto text = string_member(act, "text"); !text.empty()) plan.text = text;
    plan.lean = bool_member(act, "lean");
    plan.patience = std::chrono::seconds(std::clamp<std::int64_t>(int_member(act, "patience_s", 30), 1, 600));
    return plan;
}

Load::Load(Workspace& workspace, Gateway& gateway, LoadPlan plan, Now now)
    : gateway_(gateway),
      plan_(std::move(plan)),
      commands_(static_cast<std::size_t>(plan_.count)),
      identity_(workspace.identity),
      ids_(workspace.ids),
      started_(now),
      progress_(now) {
    for (int i = 0; i < plan_.channels; ++i) {
        std::string id = fmt::format("C0LOAD{:04}", i);
        if (!workspace.find_channel(id)) {
            workspace.add_channel(id, fmt::format("load-{:04}", i), false, {"U000DANA", identity_.bot_user},
                                  Time{});
        }
        channels_.push_back(std::move(id));
    }
}

void Load::send(int number, Now now) {
    const auto space = plan_.text.find(' ');
    const std::string command = plan_.text.substr(0, space);
    const std::string words = space == std::string::npos ? "" : plan_.text.substr(space + 1) + ' ';
    const std::string id = ids_.uuid();
    // Written by hand: building a document for each would be the generator's largest cost.
    std::string frame = fmt::format(
        R"({{"envelope_id":"{}","type":"slash_commands","accepts_response_payload":true,"payload":{{)"
        R"("token":"sandbox","team_id":"{}","team_domain":"{}","channel_id":"{}","channel_name":"load",)"
        R"("user_id":"U000DANA","user_name":"dana","command":"{}","text":{},"api_app_id":"{}",)"
        R"("is_enterprise_install":"false","response_url":"http://127.0.0.1:9/response/load",)"
        R"("trigger_id":"{}"}}}})",
        id, identity_.team, identity_.team_domain,
        channels_[static_cast<std::size_t>(number) % channels_.size()], command,
        json(fmt::format("{}{}{}", words, mark, number)).dump(), identity_.app, id);
    commands_[static_cast<std::size_t>(number)].sent = now;
    const bool sent = gateway_.deliver_frame(id, std::move(frame),
                                             [weak = weak_from_this(), number](Outcome outcome, const json&) {
                                                 if (auto self = weak.lock()) self->answered(number, outcome);
                                             });
    if (!sent) ++unreachable_;
    progress_ = now;
}

void Load::answered(int number, Outcome outcome) {
    if (outcome == Outcome::timed_out) ++timed_out_;
    if (outcome != Outcome::acknowledged) return;
    ++acknowledged_;
    progress_ = std::chrono::steady_clock::now();
    commands_[static_cast<std::size_t>(number)].acknowledged = progress_;
}

void Load::step(Now now) {
    if (plan_.rate > 0) {
        const double elapsed = std::chrono::duration<double>(now - started_).count();
        const int due =
            static_cast<int>(std::min(elapsed * plan_.rate + 1, static_cast<double>(plan_.count)));
        while (next_ < due) send(next_++, std::chrono::steady_clock::now());
        return;
    }
    while (next_ < plan_.count && next_ - unreachable_ - timed_out_ - posted_ < plan_.window) {
        send(next_++, std::chrono::steady_clock::now());
    }
}

void Load::posted(std::string_view body, Now now) {
    last_post_ = now;
    const auto digits = after(body, mark);
    int number = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number < 0 || number >= next_) {
        ++unknown_posts_;
        return;
    }
    Command& command = commands_[static_cast<std::size_t>(number)];
    if (++command.posts > 1) return;
    command.posted = now;
    ++posted_;
    progress_ = now;
}

std::string Load::lean_answer(std::string_view body, Now now) {
    posted(body, now);
    std::string_view channel = after(body, R"("channel":")");
    channel = channel.empty() ? after(body, "channel=") : channel;
    channel = channel.substr(0, channel.find_first_of("\"&"));
    const std::string ts = fmt::format("1737469980.{:06}", ++lean_ts_ % 1'000'000);
    return fmt::format(R"({{"ok":true,"channel":"{}","ts":"{}","message":{{"type":"message","ts":"{}"}}}})",
                       channel, ts, ts);
}

bool Load::finished(Now now) const {
    if (next_ < plan_.count) return now - progress_ > plan_.patience;
    const int expected = plan_.count - unreachable_;
    // What else the commands caused belongs to this load, and not to whatever comes next.
    if (posted_ >= expected && acknowledged_ + timed_out_ >= expected) return now - last_post_ > quiet;
    return now - progress_ > plan_.patience;
}

json Load::result() const {
    std::vector<double> to_ack;
    std::vector<double> to_post;
    int twice = 0;
    for (const auto& command : commands_) {
        if (command.acknowledged != Now{}) {
            to_ack.push_back(Milliseconds(command.acknowledged - command.sent).count());
        }
        if (command.posts > 0) to_post.push_back(Milliseconds(command.posted - command.sent).count());
        if (command.posts > 1) ++twice;
    }
    const double seconds = std::chrono::duration<double>(progress_ - started_).count();
    return {{"ok", true},
            {"sent", next_ - unreachable_},
            {"unreachable", unreachable_},
            {"acknowledged", acknowledged_},
            {"timed_out", timed_out_},
            {"posted", posted_},
            {"posted_twice", twice},
            {"lost", next_ - unreachable_ - posted_},
            {"other_posts", unknown_posts_},
            {"seconds", seconds},
            {"posted_per_second", seconds > 0 ? posted_ / seconds : 0.0},
            {"ack_ms", percentiles(std::move(to_ack))},
            {"post_ms", percentiles(std::move(to_post))}};
}

}  // namespace tocsin::sandbox
