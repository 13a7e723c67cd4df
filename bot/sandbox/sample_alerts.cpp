#include "bot/sandbox/sample_alerts.h"

#include <map>
#include <optional>

#include "bot/base/encoding.h"
#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

constexpr std::string_view ending = ".http";
constexpr std::string_view open = "{{";
constexpr std::string_view close = "}}";

std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

// A comment with the product's name, the method and target, the headers, a blank line and the body.
net::HttpRequest read(std::string_view text, std::string& product) {
    product = trim(take_line(text).substr(1));
    net::HttpRequest request;
    const auto first = take_line(text);
    const auto blank = first.find(' ');
    request.method = first.substr(0, blank);
    request.target = first.substr(blank + 1);
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        const auto colon = line.find(':');
        request.headers.push_back(
            {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
    request.body = text;
    return request;
}

std::map<std::string, SampleAlert, std::less<>> read_all() {
    std::map<std::string, SampleAlert, std::less<>> all;
    for (const auto& file : sample_files()) {
        auto name = file.name.substr(file.name.find_last_of('/') + 1);
        name.remove_suffix(ending.size());
        const auto dot = name.find('.');
        auto& sample = all[std::string(name.substr(0, dot))];
        (name.substr(dot + 1) == "firing" ? sample.firing : sample.resolved) =
            read(file.content, sample.product);
    }
    return all;
}

std::optional<std::string> instant(std::string_view form, Time at) {
    if (form.empty()) return format_rfc3339(at);
    if (form == ".seconds") return std::to_string(unix_seconds(at));
    if (form == ".milliseconds")
        return std::to_string(std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count());
    if (form == ".date") return format_day(at);
    if (form == ".time") return format_clock_seconds(at);
    return std::nullopt;
}

std::optional<std::string> value_of(std::string_view name, const Filling& filling) {
    if (name == "source") return filling.source;
    if (name == "token") return filling.token.reveal();
    if (name == "basic") return base64("tocsin:" + filling.token.reveal());
    const auto dot = std::min(name.find('.'), name.size());
    const auto which = name.substr(0, dot);
    if (which == "now") return instant(name.substr(dot), filling.now);
    if (which == "started") return instant(name.substr(dot), filling.started);
    return std::nullopt;
}

std::string fill(std::string_view text, const Filling& filling, bool escape = false) {
    std::string out;
    for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open)) {
        out += text.substr(0, at);
        text.remove_prefix(at);
        const auto end = text.find(close);
        const auto value = end == std::string_view::npos
                               ? std::nullopt
                               : value_of(text.substr(open.size(), end - open.size()), filling);
        if (value)
            out += escape ? form_encode(*value) : *value;
        else
            out += open;
        text.remove_prefix(value ? end + close.size() : open.size());
    }
    return out.append(text);
}

}  // namespace

const SampleAlert* sample_alert(std::string_view kind) {
    static const auto all = read_all();
    const auto found = all.find(kind);
    return found == all.end() ? nullptr : &found->second;
}

net::HttpRequest filled(net::HttpRequest request, const Filling& filling) {
    request.target = fill(request.target, filling, true);
    for (auto& header : request.headers) header.value = fill(header.value, filling);
    request.body = fill(request.body, filling);
    return request;
}

}  // namespace tocsin::sandbox
