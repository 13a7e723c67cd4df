// Performs what the outbox hands out: Slack Web API calls, posts to response URLs and providers' requests,
// the rows of a lane in order, lanes side by side. Which row is due and what happens after a failure is the
// outbox's business.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/base/reach.h"
#include "bot/base/secret.h"
#include "bot/engine/messages.h"
#include "bot/net/http_client.h"

namespace tocsin::net {

struct SenderOptions {
    std::string api_url = "https://slack.com/api/";
    Secret bot_token;
    // Delivers one mail and answers once, on the I/O thread; empty: nobody delivers mails.
    std::function<void(channels::MailRequest, std::function<void(channels::MailAnswer)>)> mail = {};
    // How far an adapter's request to that address may reach; empty: outside.
    std::function<Reach(const std::string& url)> reach = {};
};

// Use on the I/O thread only.
//
// A row of kind "slack" carries {"method": "chat.postMessage", "arguments": {…}}, one of kind "response_url"
// {"url": "https://…", "body": {…}}. A payload that cannot be read is Refused as `invalid_payload`, an
// unknown kind as `unknown_kind`, an address that is neither https nor loopback as `insecure_url`; nothing is
// sent then. Addresses that Slack hands out lead outside, or to Slack itself wherever that is.
class Sender {
  public:
    using OnFinished = std::function<void(engine::SendFinished)>;

    // `client` must outlive it.
    Sender(boost::asio::io_context& io, HttpClient& client, SenderOptions options, OnFinished on_finished);
    ~Sender();  // what is under way still reports through on_finished unless stopped

    // Every row is reported exactly once, as soon as its result is known and never before send() returned.
    // After the first row that is neither Answered nor Refused, and after `leave_by`, the rest of the lane
    // comes back with sent=false.
    void send(engine::Send rows);
    void use_token(const Secret& bot_token);  // for every call from now on
    void stop();                              // nothing is reported any more; the outbox's leases run out

    class Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
