#include "bot/sandbox/faults.h"

#include <algorithm>

namespace tocsin::sandbox {

void Faults::add(Fault fault) {
    if (faults_.size() >= max_scripted) faults_.pop_front();
    faults_.push_back(std::move(fault));
}

std::optional<Fault> Faults::take(const std::string& method) {
    auto found = std::ranges::find_if(
        faults_, [&](const Fault& each) { return each.method == "*" || each.method == method; });
    if (found == faults_.end()) return std::nullopt;
    Fault fault = *found;
    if (--found->times <= 0) faults_.erase(found);
    return fault;
}

Fault fault_from(const json& act) {
    Fault fault;
    fault.method = string_member(act, "method");
    if (fault.method.empty()) fault.method = "*";
    fault.times = static_cast<int>(int_member(act, "times", 1));
    fault.status = static_cast<int>(int_member(act, "status", 0));
    fault.error = string_member(act, "error");
    fault.retry_after_s = static_cast<int>(int_member(act, "retry_after", 0));
    const json& hang = member(act, "hang_s");
    fault.hang_s = hang.is_number() ? std::clamp(hang.get<double>(), 0.0, 600.0) : 0;
    fault.cut = bool_member(act, "cut");
    fault.after_doing = bool_member(act, "after_doing");
    return fault;
}

}  // namespace tocsin::sandbox
