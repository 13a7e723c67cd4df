#include "bot/channels/codes.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/channels/answers.h"

namespace tocsin::channels {
namespace {

const Code* find(const Codes& codes, int code) {
    const auto found = std::ranges::find(codes.all, code, &Code::code);
    return found == codes.all.end() ? nullptr : &*found;
}

std::string sentence(const Codes& codes, const Code& code) {
    return fmt::format("{}: {} (error {}).", codes.provider, code.words, code.code);
}

std::optional<Rejected::Why> why(Meaning meaning) {
    switch (meaning) {
        case Meaning::address:
            return Rejected::Why::address;
        case Meaning::opted_out:
            return Rejected::Why::opted_out;
        case Meaning::configuration:
            return Rejected::Why::configuration;
        case Meaning::retry:
        case Meaning::elsewhere:
        case Meaning::nothing:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

Outcome refusal(const Codes& codes, int code, const HttpAnswer& answer) {
    const Code* known = answer.status == 0 ? nullptr : find(codes, code);
    if (known == nullptr) {
        Outcome plain = refusal(answer, codes.provider);
        auto* rejected = std::get_if<Rejected>(&plain);
        if (rejected != nullptr && code > 0)
            rejected->reason = fmt::format("{} refuses the request (error {}, HTTP {}).", codes.provider,
                                           code, answer.status);
        return plain;
    }
    if (known->meaning == Meaning::nothing) return Accepted{};
    if (const auto reason = why(known->meaning)) return Rejected{*reason, sentence(codes, *known)};
    return Retry{retry_after(answer), sentence(codes, *known)};
}

Moved failure(const Codes& codes, int code, std::string id) {
    Moved moved{std::move(id), "", Progress::failed, "", {}};
    if (const Code* known = find(codes, code)) {
        moved.reason = sentence(codes, *known);
        moved.dead = why(known->meaning);
    } else {
        moved.reason = code > 0 ? fmt::format("{}: it failed (error {}).", codes.provider, code)
                                : fmt::format("{} does not say why it failed.", codes.provider);
    }
    return moved;
}

}  // namespace tocsin::channels
