#include "bot/channels/smtp_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "bot/base/contact.h"
#include "bot/base/encoding.h"
#include "bot/base/text.h"

namespace tocsin::channels {
namespace {

constexpr std::size_t longest_line = 2048;
constexpr std::size_t most_lines = 100;
constexpr std::size_t longest_kept_text = 200;

// Verdicts of ours, in the codes a server would use.
constexpr int no_encryption = 538;
constexpr int no_mechanism = 504;
constexpr int no_address = 553;

bool is_reply_code(std::string_view line) {
    return line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && line[1] >= '0' && line[1] <= '5' &&
           line[2] >= '0' && line[2] <= '9';
}

// A name for EHLO: what is no host name would be refused, or worse.
std::string host_name(std::string_view text) {
    const bool good = !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '.';
    });
    return good ? std::string(text) : "localhost";
}

}  // namespace

SmtpSession::SmtpSession(const SmtpServer& server, MailRequest mail)
    : server_(server), mail_(std::move(mail)), encrypted_(server.tls_first) {}

SmtpSession::Next SmtpSession::received(std::string_view bytes) {
    if (state_ == State::over || bytes.empty()) return {};
    buffer_ += bytes;
    const bool shaking_hands = state_ == State::handshake;
    const auto reply = shaking_hands ? std::optional<Reply>() : take_reply();
    // Whatever comes in plain after the reply to STARTTLS was slipped in, to be believed once we encrypt.
    if (shaking_hands || (reply && state_ == State::starttls && !buffer_.empty()))
        return finish(no_encryption, "", false);
    if (!reply) return {};
    // We speak one line at a time: a server that is ahead of us is none.
    if (reply->code == 0 || !buffer_.empty()) return finish(0, "", false);
    return react(*reply);
}

SmtpSession::Next SmtpSession::tls_started() {
    if (state_ != State::handshake) return {};
    encrypted_ = true;
    return send("EHLO " + host_name(server_.ehlo), State::hello);
}

SmtpSession::Next SmtpSession::tls_failed() {
    if (state_ == State::over) return {};
    state_ = State::handshake;
    return finish(no_encryption, "", false);
}

SmtpSession::Next SmtpSession::closed() {
    if (state_ == State::over) return {};
    return finish(0, "", false);
}

std::optional<SmtpSession::Reply> SmtpSession::take_reply() {
    Reply reply;
    std::string_view rest = buffer_;
    for (;;) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) {
            return rest.size() > longest_line ? std::optional(Reply{}) : std::nullopt;
        }
        auto line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool separated = line.size() == 3 || (line.size() > 3 && (line[3] == ' ' || line[3] == '-'));
        if (line.size() > longest_line || !is_reply_code(line) || !separated ||
            reply.lines.size() == most_lines)
            return Reply{};
        const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        if (!reply.lines.empty() && code != reply.code) return Reply{};
        reply.code = code;
        reply.lines.emplace_back(line.size() > 4 ? line.substr(4) : "");
        if (line.size() > 3 && line[3] == '-') continue;
        buffer_.erase(0, buffer_.size() - rest.size());
        return reply;
    }
}

SmtpSession::Next SmtpSession::react(const Reply& reply) {
    const bool good = reply.code >= 200 && reply.code <= 299;
    const auto refused = [&] { return finish(reply.code, reply.lines.front(), true); };
    switch (state_) {
        case State::greeting:
            return reply.code == 220 ? send("EHLO " + host_name(server_.ehlo), State::hello) : refused();
        case State::hello:
            return good ? after_hello(reply) : refused();
        case State::starttls:
            if (reply.code != 220) return refused();
            state_ = State::handshake;
            return {"", true, {}};
        case State::plain:
            if (reply.code == 235) return send(fmt::format("MAIL FROM:<{}>", mail_.from), State::sender);
            return refused();
        case State::user:
            return reply.code == 334 ? send(base64(server_.username), State::password) : refused();
        case State::password:
            return reply.code == 334 ? send(base64(server_.password.reveal()), State::plain) : refused();
        case State::sender:
            return good ? send(fmt::format("RCPT TO:<{}>", mail_.to), State::recipient) : refused();
        case State::recipient:
            return good ? send("DATA", State::data) : refused();
        case State::data:
            if (reply.code != 354) return refused();
            state_ = State::message;
            return {smtp_data(mail_.message), false, {}};
        case State::message:
            return finish(good ? 250 : reply.code, reply.lines.front(), true);
        case State::handshake:
        case State::over:
            return {};
    }
    return {};
}

SmtpSession::Next SmtpSession::after_hello(const Reply& reply) {
    offers_tls_ = offers_plain_ = offers_login_ = false;
    for (const std::string& line : reply.lines | std::views::drop(1)) {  // the first is its name
        const std::string spaced = replace_all(line, "AUTH=", "AUTH ");
        const auto words = split(spaced, ' ');
        if (iequals(words[0], "STARTTLS")) offers_tls_ = true;
        if (!iequals(words[0], "AUTH")) continue;
        for (const auto word : words) {
            offers_plain_ = offers_plain_ || iequals(word, "PLAIN");
            offers_login_ = offers_login_ || iequals(word, "LOGIN");
        }
    }
    if (!encrypted_ && !(server_.plain_allowed && server_.username.empty())) {
        if (offers_tls_) return send("STARTTLS", State::starttls);
        state_ = State::starttls;
        return finish(no_encryption, "", true);
    }
    // Checked here as well: a line break in an address would be a command of its own.
    if (!is_email(mail_.from) || !is_email(mail_.to)) {
        state_ = is_email(mail_.from) ? State::recipient : State::sender;
        return finish(no_address, "", true);
    }
    if (!server_.username.empty()) return sign_in();
    return send(fmt::format("MAIL FROM:<{}>", mail_.from), State::sender);
}

SmtpSession::Next SmtpSession::sign_in() {
    if (offers_plain_) {
        const std::string nothing(1, '\0');
        return send("AUTH PLAIN " + base64(nothing + server_.username + nothing + server_.password.reveal()),
                    State::plain);
    }
    if (offers_login_) return send("AUTH LOGIN", State::user);
    state_ = State::user;
    return finish(no_mechanism, "", true);
}

SmtpSession::Next SmtpSession::send(std::string line, State then) {
    state_ = then;
    return {line.append("\r\n"), false, {}};
}

SmtpSession::Next SmtpSession::finish(int code, std::string text, bool say_goodbye) {
    MailAnswer answer{code, cut(clean_utf8(text), longest_kept_text), step()};
    state_ = State::over;
    buffer_.clear();
    return {say_goodbye ? "QUIT\r\n" : "", false, std::move(answer)};
}

MailStep SmtpSession::step() const {
    switch (state_) {
        case State::greeting:
            return MailStep::greeting;
        case State::hello:
            return MailStep::hello;
        case State::starttls:
        case State::handshake:
            return MailStep::tls;
        case State::plain:
        case State::user:
        case State::password:
            return MailStep::login;
        case State::sender:
            return MailStep::sender;
        case State::recipient:
            return MailStep::recipient;
        case State::data:
            return MailStep::data;
        case State::message:
        case State::over:
            return MailStep::message;
    }
    return MailStep::message;
}

std::string smtp_data(std::string_view message) {
    std::string out;
    out.reserve(message.size() + message.size() / 50);
    bool line_start = true;
    for (std::size_t i = 0; i < message.size(); ++i) {
        const char c = message[i];
        const bool break_before_lf = c == '\r' && i + 1 < message.size() && message[i + 1] == '\n';
        if (break_before_lf) continue;
        if (c == '\n' || c == '\r') {  // a lone CR or LF must not stay: servers differ in what they see in it
            out += "\r\n";
            line_start = true;
            continue;
        }
        if (line_start && c == '.') out += '.';
        out += c;
        line_start = false;
    }
    if (!line_start) out += "\r\n";
    return out + ".\r\n";
}

}  // namespace tocsin::channels
