#include "bot/sandbox/slack_service.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::sandbox {

SlackService::SlackService(const Clock& clock, const Clock& network, ServiceOptions options)
    : clock_(clock), network_(network), options_(std::move(options)), phones_(clock, transcript_) {
    phones_.owners = options_.phones;
    transcript_.on = options_.keep_transcript;
    workspace_ = std::make_unique<Workspace>();
    gateway_ = std::make_unique<Gateway>(network_, ids_, transcript_, options_.gateway);
    web_api_ = std::make_unique<WebApi>(
        *workspace_, transcript_, clock_, options_.tokens, [this](const std::string&) -> ApiAnswer {
            if (gateway_->disabled()) return refuse("socket_mode_not_enabled");
            return json{{"url", fmt::format("{}/link/?ticket={}&app_id={}", websocket_url_,
                                            gateway_->issue_ticket(), workspace_->identity.app)}};
        });
    interactions_ = std::make_unique<Interactions>(*workspace_, *gateway_, clock_, web_api_->refused);
    build();
}

void SlackService::build() {
    workspace_->max_messages = options_.max_messages;
    workspace_->groups = options_.groups;
    for (const auto& person : options_.people) {
        workspace_->people[person.id] = person;
        for (auto& [id, channel] : workspace_->channels) {
            if (channel.kind == Channel::Kind::channel) channel.members.insert(person.id);
        }
    }
    for (const auto& [id, person] : workspace_->people) {
        if (!person.bot) workspace_->direct_with(id);
    }
    interactions_->commands = options_.commands;
    interactions_->shortcuts = options_.shortcuts;
}

json SlackService::reset() {
    Ids kept = workspace_->ids;  // IDs stay unique for those who remember the old ones
    const auto revision = workspace_->revision;
    *workspace_ = Workspace();
    workspace_->ids = kept;
    workspace_->revision = revision + 1;
    interactions_->toasts.clear();
    web_api_->faults.clear();
    web_api_->limiter.mode = RateLimiter::Mode::off;
    web_api_->refused.clear();
    gateway_->restore();
    phones_.clear();
    transcript_.clear();
    narration_.clear();
    build();
    if (options_.on_reset) options_.on_reset();
    return {{"ok", true}};
}

json SlackService::state(const std::string& person) {
    auto found = person.empty() ? workspace_->people.begin() : workspace_->people.find(person);
    if (found == workspace_->people.end() || found->second.bot) return nullptr;
    PageFacts facts;
    facts.now = clock_.now();
    if (options_.next_event) facts.next_event = options_.next_event();
    json state = page_state(*workspace_, *interactions_, *gateway_, found->first, facts);
    state["phone"] = phones_.state(found->first);
    state["narration"] = narration_;
    state["revision"] = workspace_->revision + phones_.revision;
    return state;
}

void SlackService::narrate(std::string sentence) {
    narration_ = std::move(sentence);
    ++workspace_->revision;
}

void SlackService::move_clock(const std::string& what, const json& act, OnDone on_done) {
    static constexpr std::int64_t longest_s = 400LL * 24 * 3600;
    if (!options_.advance) return on_done({{"ok", false}, {"error", "clock_is_fixed"}});
    Duration by{0};
    if (what == "clock") {
        const auto seconds = int_member(act, "advance_s", 0);
        if (seconds <= 0 || seconds > longest_s)
            return on_done({{"ok", false}, {"error", "invalid_advance_s"}});
        by = std::chrono::seconds(seconds);
    } else {
        const auto next = options_.next_event ? options_.next_event() : std::nullopt;
        if (!next) return on_done({{"ok", false}, {"error", "no_next_event"}});
        by = std::max(Duration{0}, next->at - clock_.now());
    }
    options_.advance(by, [this, done = std::move(on_done)] {
        ++workspace_->revision;
        done({{"ok", true}, {"now", format_rfc3339(clock_.now())}});
    });
}

json SlackService::play_trouble(const json& act) {
    const std::string kind = string_member(act, "kind");
    if (kind == "disconnect") {
        const std::string reason = string_member(act, "reason");
        gateway_->disconnect(reason.empty() ? "refresh_requested" : reason);
    } else if (kind == "cut") {
        gateway_->cut(bool_member(act, "all"));
    } else if (kind == "silence") {
        gateway_->silence(std::chrono::seconds(std::max<std::int64_t>(0, int_member(act, "seconds", 30))));
    } else if (kind == "fail") {
        web_api_->faults.add(fault_from(act));
    } else if (kind == "unknown_block") {
        web_api_->refused.insert(string_member(act, "type"));
    } else if (kind == "duplicate") {
        gateway_->duplicate(static_cast<int>(int_member(act, "times", 1)),
                            bool_member(act, "new_envelope_id"));
    } else if (kind == "send_raw") {
        gateway_->send_raw(string_member(act, "text"));
    } else if (kind == "late_triggers") {
        workspace_->triggers.all_late = true;
    } else if (kind == "limits") {
        const std::string mode = string_member(act, "mode");
        if (mode != "off" && mode != "normal" && mode != "strict") {
            return {{"ok", false}, {"error", "invalid_mode"}};
        }
        web_api_->limiter.clear();
        web_api_->limiter.mode = mode == "off"      ? RateLimiter::Mode::off
                                 : mode == "normal" ? RateLimiter::Mode::normal
                                                    : RateLimiter::Mode::strict;
    } else if (kind == "provider") {
        phones_.refuse_next(
            static_cast<int>(int_member(act, "times", 1)),
            static_cast<int>(std::clamp<std::int64_t>(int_member(act, "status", 503), 400, 599)),
            static_cast<int>(int_member(act, "code", 0)));
    } else if (kind == "tokens") {
        web_api_->change_tokens({string_member(act, "bot"), string_member(act, "app")});
    } else if (kind == "none") {
        web_api_->faults.clear();
        phones_.refuse_next(0, 0, 0);
        web_api_->refused.clear();
        web_api_->limiter.mode = RateLimiter::Mode::off;
        workspace_->triggers.all_late = false;
        gateway_->restore();
    } else {
        return {{"ok", false}, {"error", "unknown_trouble"}};
    }
    return {{"ok", true}};
}

}  // namespace tocsin::sandbox
