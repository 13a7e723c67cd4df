#include "bot/engine/form_view.h"

#include <fmt/format.h>

#include <charconv>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/signature.h"

namespace tocsin::engine {
namespace {

std::string signature_of(Workbench& bench, std::string_view subject, std::string_view issued) {
    return hex(hmac_sha256(bench.state().view_key, fmt::format("{}|{}", subject, issued)));
}

}  // namespace

std::string new_form_view(Workbench& bench, std::string_view subject) {
    const auto issued = std::to_string(bench.now().time_since_epoch().count());
    return fmt::format("{}.{}", issued, signature_of(bench, subject, issued));
}

bool is_fresh_view(Workbench& bench, std::string_view subject, std::string_view view, Duration youngest,
                   Duration oldest) {
    const auto dot = view.find('.');
    if (dot == std::string::npos) return false;
    const auto issued = view.substr(0, dot);
    if (!equal_in_constant_time(signature_of(bench, subject, issued), view.substr(dot + 1))) return false;
    std::int64_t microseconds = 0;
    std::from_chars(issued.data(), issued.data() + issued.size(), microseconds);
    const auto age = bench.now() - Time{Duration{microseconds}};
    return age >= youngest && age <= oldest;
}

bool was_pressed(Workbench& bench, std::string_view view, std::string_view press) {
    const auto key = fmt::format("view/{}/{}", view, press);
    if (bench.tx().answer_to(key)) return true;
    bench.tx().remember(key, "");
    return false;
}

}  // namespace tocsin::engine
