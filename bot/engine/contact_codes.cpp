#include "bot/engine/contact_codes.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/engine/measuring.h"
#include "bot/engine/one_round.h"
#include "bot/engine/replicas.h"
#include "bot/engine/spending.h"
#include "templates/contacts.h"

namespace tocsin::engine {
namespace {

constexpr Duration valid_for = 10min;
constexpr Duration left_to_its_maker = 30s;
constexpr Duration counted_for = 1h;
constexpr int most_of_a_person = 5;  // within that time
constexpr int most_to_an_address = 3;
constexpr Duration day = 24h;
constexpr int most_in_a_day = 10;   // of a person, and to an address
constexpr Duration kept_for = 24h;  // as long as they count
constexpr std::size_t most_in_memory = 64;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t nonce_bytes = 16;
constexpr int said_again = 2;

// Six digits, each as likely as any other: bytes beyond a multiple of ten are drawn again.
std::string fresh_code() {
    constexpr std::size_t digits = 6;
    constexpr unsigned tens = 250;
    std::string code;
    while (code.size() < digits) {
        const auto byte = static_cast<unsigned>(std::stoul(random_token(1), nullptr, 16));
        if (byte < tens) code += static_cast<char>('0' + byte % 10);
    }
    return code;
}

channels::Content content_of(Means by, const std::string& address, const std::string& code) {
    if (by == Means::sms) return channels::Text{address, templates::code_sms(code)};
    if (by == Means::phone) {
        const auto said = templates::code_call(code);
        return channels::Call{address, {said, false, "", said_again}, {said, false, "", 0}};
    }
    auto mail = templates::code_mail(code);
    const auto name = "code." + random_token(8);
    return channels::Mail{
        address, std::move(mail.subject), std::move(mail.text), std::move(mail.html), name, name, false};
}

void tell_failed(Workbench& bench, const outgoing::DeliverCode& wish, const ContactCode& code,
                 const std::string& reason) {
    const auto person = bench.rules().people.find(PersonId(wish.person));
    if (person == bench.rules().people.end()) return;
    bench.tell(person->second.slack,
               templates::code_not_sent(code.means, code.address, reason, bench.render()));
}

}  // namespace

Expected<void> send_code(Workbench& bench, const Person& person, Means what, const std::string& address,
                         Means by) {
    auto& tx = bench.tx();
    if (provider_at(bench, by, 0) == nullptr) {
        return fail(ErrorKind::unavailable,
                    fmt::format("No provider here carries {}. No code was sent.", templates::code_way(by)));
    }
    const auto since = bench.now() - counted_for;
    if (tx.codes_of(person.id, since) >= most_of_a_person ||
        tx.codes_to(address, since) >= most_to_an_address)
        return fail(ErrorKind::conflict, "Enough codes were sent for now. Please try again in an hour.");
    if (tx.codes_of(person.id, bench.now() - day) >= most_in_a_day ||
        tx.codes_to(address, bench.now() - day) >= most_in_a_day)
        return fail(ErrorKind::conflict, "Enough codes were sent for today. Please try again tomorrow.");
    if (is_stopped_by_limit(bench, by))
        return fail(ErrorKind::conflict,
                    "Today's limit of calls and texts is reached. No code was sent. Please try again after "
                    "midnight UTC, or ask an admin.");
    if (by == Means::sms && tx.is_stopped(address))
        return fail(
            ErrorKind::conflict,
            "That number was told to STOP and takes no texts. No code was sent. Text START from it, or "
            "have yourself called.");
    tx.forget_codes_before(bench.now() - kept_for);
    const auto digits = fresh_code();
    ContactCode code;
    code.person = person.id;
    code.means = what;
    code.address = address;
    code.salt = random_token(salt_bytes);
    code.hash = hash_of_code(code.salt, digits);
    code.sent = bench.now();
    code.expires = bench.now() + valid_for;
    code.id = tx.add_code(code);
    auto& codes = bench.state().codes;
    codes[code.id] = digits;
    if (codes.size() > most_in_memory) codes.erase(codes.begin());
    bench.send(outgoing::DeliverCode{code.id.value(), by, person.id.str()}, storage::Priority::answer,
               code.expires);
    return {};
}

Prepared prepare_code(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverCode& wish) {
    const ContactCodeId id{wish.code};
    const auto code = bench.tx().code(id);
    const auto digits = bench.state().codes.find(id);
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    if (!code || provider == nullptr) return NotWanted{};
    if (digits == bench.state().codes.end()) {
        // Another replica made it up, and sends it where that lives.
        if (!company_of(bench.state(), bench.tx()).empty() && bench.now() - code->sent < left_to_its_maker)
            return Later{bench.now() + 1s};
        tell_failed(bench, wish, *code, "Tocsin was started again meanwhile");
        return NotWanted{};
    }
    channels::Dispatch dispatch;
    dispatch.key = fmt::format("code/{}", wish.code);
    dispatch.content = content_of(wish.means, code->address, digits->second);
    auto request = provider->request(dispatch, {bench.now(), random_token(nonce_bytes)});
    if (!request) {
        tell_failed(bench, wish, *code, request.error().message);
        return NotWanted{};
    }
    return Ready{
        *std::move(request), fmt::format("{}/{}", provider->provider(), key_of(wish.means)), "", "", {}};
}

std::optional<Duration> take_code_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::DeliverCode& wish, const channels::Answer& answer) {
    const ContactCodeId id{wish.code};
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    std::string reason;
    if (provider != nullptr) {
        const auto outcome = provider->outcome(answer);
        measure_answer(bench.state(), *provider, wish.means, outcome);
        count_spending(bench, wish.means, outcome);
        reason = refusal_in(outcome);
    }
    if (!reason.empty() && provider_at(bench, wish.means, row.attempts + 1) != nullptr) return Duration{0};
    bench.state().codes.erase(id);
    const auto code = bench.tx().code(id);
    if (!reason.empty() && code) tell_failed(bench, wish, *code, reason);
    return std::nullopt;
}

}  // namespace tocsin::engine
