#include "bot/net/sender.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "bot/net/url.h"
#include "bot/slack/json_access.h"

namespace tocsin::net {

using nlohmann::json;

namespace {

constexpr int max_payload_depth = 100;
constexpr std::size_t max_method_bytes = 80;

using Prepared = std::expected<OutgoingRequest, std::string>;  // or the error's name

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

std::string form_body(const json& arguments) {
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
        : io_(io), client_(client), options_(std::move(options)), on_finished_(std::move(on_finished)) {
        if (!options_.api_url.ends_with('/')) options_.api_url += '/';
        use_token(options_.bot_token);
    }

    void use_token(const Secret& bot_token) { authorization_ = "Bearer " + bot_token.reveal(); }

    void send(engine::Send batch) { perform(std::make_shared<Lane>(Lane{std::move(batch.rows), 0})); }

    void stop() { stopped_ = true; }

  private:
    struct Lane {
        std::vector<storage::Lease> rows;
        std::size_t next;
    };

    void perform(std::shared_ptr<Lane> lane) {
        if (stopped_ || lane->next == lane->rows.size()) return;
        const storage::OutboxRow& row = lane->rows[lane->next].row;
        auto request = prepare(row);
        if (!request) {
            boost::asio::post(io_, [self = shared_from_this(), lane, error = std::move(request.error())] {
                self->finish(lane, slack::Refused{error, {}});
            });
            return;
        }
        client_.send(std::move(*request), [self = shared_from_this(), lane](const HttpResult& result) {
            self->finish(lane, self->outcome_of(lane->rows[lane->next].row, result));
        });
    }

    void finish(const std::shared_ptr<Lane>& lane, slack::Outcome outcome) {
        if (stopped_) return;
        const bool go_on = std::holds_alternative<slack::Answered>(outcome) ||
                           std::holds_alternative<slack::Refused>(outcome);
        const storage::Lease& done = lane->rows[lane->next++];
        on_finished_({done.row.id, done.token, true, std::move(outcome)});
        if (go_on) return perform(lane);
        for (; lane->next < lane->rows.size() && !stopped_; ++lane->next) {
            const storage::Lease& untried = lane->rows[lane->next];
            on_finished_({untried.row.id, untried.token, false,
                          slack::Unreachable{"an earlier message of its lane has to go first"}});
        }
    }

    slack::Outcome outcome_of(const storage::OutboxRow& row, const HttpResult& result) const {
        if (!result && result.error().maybe_sent) return slack::Uncertain{result.error().reason};
        if (!result) return slack::Unreachable{result.error().reason};
        slack::Outcome outcome =
            slack::read_answer(result->status, header(result->headers, "Retry-After"), result->body);
        // A response URL says with its status that it took the message; its body is nobody's contract.
        const bool taken = result->status >= 200 && result->status < 300;
        if (row.kind == "response_url" && taken && std::holds_alternative<slack::Uncertain>(outcome))
            return slack::Answered{json::object()};
        return outcome;
    }

    Prepared prepare(const storage::OutboxRow& row) const {
        const json payload = slack::parse_foreign(row.payload, max_payload_depth);
        if (!payload.is_object()) return std::unexpected("invalid_payload");
        OutgoingRequest request;
        if (row.kind == "slack") {
            const std::string method = slack::text_of(payload, "method");
            const json& arguments = slack::member(payload, "arguments");
            if (!is_method(method) || !arguments.is_object()) return std::unexpected("invalid_payload");
            const bool as_json = takes_json(method);
            request.url = options_.api_url + method;
            request.headers = {{"Authorization", authorization_},
                               {"Content-Type", as_json ? "application/json; charset=utf-8"
                                                        : "application/x-www-form-urlencoded"}};
            request.body = as_json ? written(arguments) : form_body(arguments);
        } else if (row.kind == "response_url") {
            const json& body = slack::member(payload, "body");
            if (!body.is_object()) return std::unexpected("invalid_payload");
            request.url = slack::text_of(payload, "url");
            request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
            request.body = written(body);
        } else {
            return std::unexpected("unknown_kind");
        }
        if (!parse_url(request.url)) return std::unexpected("insecure_url");
        return request;
    }

    boost::asio::io_context& io_;
    HttpClient& client_;
    SenderOptions options_;
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
