#include "bot/net/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/net/slack_reach.h"
#include "bot/net/url.h"

namespace tocsin::net {

using nlohmann::json;

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t max_method_bytes = 80;
constexpr auto json_type = "application/json; charset=utf-8";
constexpr auto form_type = "application/x-www-form-urlencoded";

struct Leaving {
    OutgoingRequest request;
    Reach reach = Reach::outside;
};
using Prepared = std::expected<Leaving, std::string>;  // or the error's name

std::string written(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Slack reads JSON bodies in these families only; the form encoding is understood everywhere.
bool takes_json(std::string_view method) {
    return (method.starts_with("chat.") && method != "chat.getPermalink") || method.starts_with("views.");
}

bool is_method(std::string_view name) {
    return !name.empty() && name.size() <= max_method_bytes &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
           });
}

// Lists of IDs are comma-separated in forms, structures are JSON.
std::string form_value(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    const bool words = value.is_array() && std::all_of(value.begin(), value.end(),
                                                       [](const json& each) { return each.is_string(); });
    if (!words) return written(value);
    std::string out;
    for (const json& each : value) out += (out.empty() ? "" : ",") + each.get<std::string>();
    return out;
}

std::string form_body(const JsonText& written) {
    const auto arguments = json::parse(written.text(), nullptr, false);
    std::string body;
    for (const auto& [name, value] : arguments.items()) {
        if (value.is_null()) continue;
        if (!body.empty()) body += '&';
        body += form_encode(name) + "=" + form_encode(form_value(value));
    }
    return body;
}

}  // namespace

class Sender::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(boost::asio::io_context& io, HttpClient& client, SenderOptions options, OnFinished on_finished)
        : io_(io),
          client_(client),
          options_(std::move(options)),
          slack_(options_.api_url),
          on_finished_(std::move(on_finished)) {
        if (!options_.api_url.ends_with('/')) options_.api_url += '/';
        use_token(options_.bot_token);
    }

    void use_token(const Secret& bot_token) { authorization_ = "Bearer " + bot_token.reveal(); }

    void send(engine::Send batch) {
        perform(std::make_shared<Lane>(Lane{std::move(batch.rows), 0, batch.leave_by}));
    }

    void stop() { stopped_ = true; }

  private:
    struct Lane {
        std::vector<engine::Departure> rows;
        std::size_t next;
        Steady::time_point leave_by;
    };

    void perform(std::shared_ptr<Lane> lane) {
        if (stopped_ || lane->next == lane->rows.size()) return;
        if (Steady::now() > lane->leave_by) return give_back_later(lane);
        std::visit([&](const auto& what) { perform(lane, what); }, lane->rows[lane->next].what);
    }

    void perform(const std::shared_ptr<Lane>& lane, const slack::Call& call) {
        auto prepared = prepare(call);
        if (!prepared) return finish_later(lane, slack::Outcome(slack::Refused{prepared.error(), {}}));
        client_.send(std::move(prepared->request), prepared->reach,
                     [self = shared_from_this(), lane, &call](const HttpResult& result) {
                         self->finish(lane, self->outcome_of(call, result));
                     });
    }

    void perform(const std::shared_ptr<Lane>& lane, const channels::Request& request) {
        if (const auto* mail = std::get_if<channels::MailRequest>(&request)) {
            if (!options_.mail) {
                return finish_later(lane,
                                    channels::Answer(channels::MailAnswer{0, "no mail server is configured",
                                                                          channels::MailStep::connect}));
            }
            options_.mail(*mail, [self = shared_from_this(), lane](channels::MailAnswer answer) {
                self->finish(lane, channels::Answer(std::move(answer)));
            });
            return;
        }
        const auto& http = std::get<channels::HttpRequest>(request);
        if (!parse_url(http.url)) {
            return finish_later(lane, channels::Answer(channels::HttpAnswer{
                                          0, {}, "the provider's address is neither https nor loopback"}));
        }
        OutgoingRequest outgoing{http.method, http.url, {}, http.body};
        for (const auto& [name, value] : http.headers) outgoing.headers.push_back({name, value});
        // As the log names it; providers that keep it can be asked for it.
        outgoing.headers.push_back(
            {"X-Request-Id", fmt::format("row-{}", lane->rows[lane->next].id.value())});
        client_.send(std::move(outgoing), reach_of_adapter(http.url),
                     [self = shared_from_this(), lane](HttpResult result) {
                         self->finish(lane, answer_of(std::move(result)));
                     });
    }

    static channels::Answer answer_of(HttpResult result) {
        if (!result) return channels::HttpAnswer{0, {}, std::move(result.error().reason)};
        channels::HttpAnswer answer{result->status, {}, std::move(result->body)};
        for (auto& [name, value] : result->headers)
            answer.headers.push_back({std::move(name), std::move(value)});
        return answer;
    }

    using Result = std::variant<slack::Outcome, channels::Answer>;

    void finish_later(const std::shared_ptr<Lane>& lane, Result result) {
        boost::asio::post(io_, [self = shared_from_this(), lane, result = std::move(result)]() mutable {
            self->finish(lane, std::move(result));
        });
    }

    static bool goes_on(const Result& result) {
        const auto* outcome = std::get_if<slack::Outcome>(&result);
        return outcome == nullptr || std::holds_alternative<slack::Answered>(*outcome) ||
               std::holds_alternative<slack::Refused>(*outcome);
    }

    void finish(const std::shared_ptr<Lane>& lane, Result outcome) {
        if (stopped_) return;
        const bool go_on = goes_on(outcome);
        const engine::Departure& done = lane->rows[lane->next++];
        on_finished_({done.id, done.token, true, std::move(outcome)});
        if (go_on) return perform(lane);
        give_back(lane, "an earlier message of its lane has to go first");
    }

    // This process stood still, or what was before it in its lane took long: somebody else may have it by
    // now.
    void give_back_later(const std::shared_ptr<Lane>& lane) {
        boost::asio::post(io_, [self = shared_from_this(), lane] {
            self->give_back(lane, "its lease is too short by now");
        });
    }

    void give_back(const std::shared_ptr<Lane>& lane, const char* why) {
        for (; lane->next < lane->rows.size() && !stopped_; ++lane->next) {
            const engine::Departure& untried = lane->rows[lane->next];
            on_finished_({untried.id, untried.token, false, slack::Outcome(slack::Unreachable{why})});
        }
    }

    slack::Outcome outcome_of(const slack::Call& call, const HttpResult& result) const {
        if (!result && result.error().maybe_sent) return slack::Uncertain{result.error().reason};
        if (!result) return slack::Unreachable{result.error().reason};
        slack::Outcome outcome =
            slack::read_answer(result->status, header(result->headers, "Retry-After"), result->body);
        // A response URL says with its status that it took the message; its body is nobody's contract.
        const bool taken = result->status >= 200 && result->status < 300;
        if (!call.url.empty() && taken && std::holds_alternative<slack::Uncertain>(outcome))
            return slack::Answered{json::object()};
        return outcome;
    }

    Prepared prepare(const slack::Call& call) const {
        Leaving leaving;
        auto& [request, reach] = leaving;
        if (!call.url.empty()) {
            request.url = call.url;
            reach = slack_.of(call.url);
            request.headers = {{"Content-Type", json_type}};
            request.body = call.arguments.text();
        } else if (is_method(call.method)) {
            const bool as_json = takes_json(call.method);
            request.url = options_.api_url + call.method;
            reach = Reach::anywhere;
            request.headers = {{"Authorization", authorization_},
                               {"Content-Type", as_json ? json_type : form_type}};
            request.body = as_json ? call.arguments.text() : form_body(call.arguments);
        } else {
            return std::unexpected("unknown_method");
        }
        if (!parse_url(request.url)) return std::unexpected("insecure_url");
        return leaving;
    }

    // Among them are places that Slack names to put a file.
    Reach reach_of_adapter(const std::string& url) const {
        const bool named = options_.reach && options_.reach(url) == Reach::anywhere;
        return named ? Reach::anywhere : slack_.of(url);
    }

    boost::asio::io_context& io_;
    HttpClient& client_;
    SenderOptions options_;
    const SlackReach slack_;
    const OnFinished on_finished_;
    std::string authorization_;
    bool stopped_ = false;
};

Sender::Sender(boost::asio::io_context& io, HttpClient& client, SenderOptions options, OnFinished on_finished)
    : impl_(std::make_shared<Impl>(io, client, std::move(options), std::move(on_finished))) {}
Sender::~Sender() = default;
void Sender::send(engine::Send rows) {
    impl_->send(std::move(rows));
}
void Sender::use_token(const Secret& bot_token) {
    impl_->use_token(bot_token);
}
void Sender::stop() {
    impl_->stop();
}

}  // namespace tocsin::net
