// Any text as tocsin.yaml: read and checked, and whatever is wrong is said with a place within the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/text.h"
#include "bot/config/load.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using namespace tocsin::config;
using fuzz::expect;

namespace {

constexpr std::string_view file = "/nowhere/at/all/tocsin.yaml";  // so that no other file is named by chance
constexpr std::string_view secret = "CANARY-0123456789abcdef";

// An environment in which every variable is set.
std::optional<std::string> variable(const std::string& name) {
    if (name.starts_with("TOCSIN_") || name.starts_with("SLACK_")) return std::nullopt;
    return std::string(secret);
}

std::vector<std::size_t> lengths_of_lines(std::string_view text) {
    std::vector<std::size_t> lengths{0};
    for (const char c : text) {
        if (c == '\n') {
            lengths.push_back(0);
        } else {
            ++lengths.back();
        }
    }
    return lengths;
}

void check(const Finding& finding, const std::vector<std::size_t>& lines) {
    expect(finding.file == file, "a finding names its file");
    expect(finding.line >= 1 && static_cast<std::size_t>(finding.line) <= lines.size(),
           "a finding stands on a line of the text");
    const auto length = lines[static_cast<std::size_t>(finding.line) - 1];
    expect(finding.column >= 1 && static_cast<std::size_t>(finding.column) <= length + 1,
           "a finding stands within its line");
    expect(!finding.what.empty() && !finding.why.empty() && !finding.fix.empty(),
           "a finding says what, why and how to mend it");
    const auto said = to_line(finding);
    expect(valid_utf8(said), "a finding is text");
    expect(!said.contains('\n'), "a finding is one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Needs needs;
    needs.slack_tokens = size % 2 == 0;
    const auto loaded = load_text(text, file, variable, needs);
    expect(loaded.findings.size() <= most_findings, "findings are bounded");
    const auto lines = lengths_of_lines(text);
    for (const auto& finding : loaded.findings) check(finding, lines);
    expect(std::ranges::is_sorted(loaded.findings, {}, &Finding::weight), "errors come first");
    expect(loaded.ok() || !loaded.findings.empty(), "a refusal says why");
    const auto again = load_text(text, file, variable, needs);
    expect(again.findings == loaded.findings, "the same text is found to be the same");
    return 0;
}
