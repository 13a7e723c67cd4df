#include "tests/app/secrets.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "bot/base/encoding.h"
#include "bot/base/text.h"

namespace fs = std::filesystem;

namespace tocsin::app::testing {
namespace {

constexpr std::size_t shortest = 8;
constexpr std::size_t longest_configuration = std::size_t{256} << 10U;  // longer ones are made to be refused
constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20U;

std::string whole(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// `key: value`, in a line of its own or in braces.
const std::regex& written_secrets() {
    static const std::regex keys(
        "(app_token|bot_token|token|old_token|auth_token|second_auth_token|api_secret|reply_token|reply_"
        "topic|"
        "signature_secret|secret|old_secret|password|routing_key|private_key|heartbeat_url)(_file)?\"?: *"
        "('[^'\\n]*'|\"[^\"\\n]*\"|\\$\\{[^}\\n]*\\}|[^,}#\\s]+)",
        std::regex::ECMAScript | std::regex::optimize);
    return keys;
}

// What stands in base64 whatever is in front of it: one form for each place in a group of three.
std::vector<std::string> forms_of(const std::string& secret) {
    std::vector<std::string> forms{secret};
    for (std::size_t before = 0; before < 3; ++before) {
        const auto all = base64(std::string(before, '\0') + secret);
        const auto from = (before * 8 + 5) / 6, to = (before + secret.size()) * 8 / 6;
        forms.push_back(all.substr(from, to - from));
    }
    return forms;
}

}  // namespace

void Secrets::add(std::string_view secret, std::string_view key) {
    // Of a key in several lines the second one: the first is the same in all.
    if (const auto lines = lines_of(secret); lines.size() > 2) secret = lines[1];
    secret = trim(secret);
    if (secret.size() >= shortest) keys_.emplace(secret, key);
}

void Secrets::read(const fs::path& configuration, const std::vector<std::string>& variables) {
    const auto text = whole(configuration);
    if (text.size() > longest_configuration) return;
    for (std::sregex_iterator at(text.begin(), text.end(), written_secrets()), end; at != end; ++at) {
        const auto key = (*at)[1].str();
        auto value = (*at)[3].str();
        if (value.starts_with('\'') || value.starts_with('"')) value = value.substr(1, value.size() - 2);
        if ((*at)[2].matched) {
            files_.push_back(fs::weakly_canonical(configuration.parent_path() / value));
            add(whole(files_.back()), key);
            continue;
        }
        if (!value.starts_with("${")) {
            add(value, key);
            continue;
        }
        const auto name_end = value.find_first_of(":}");
        const auto name = value.substr(2, name_end - 2) + "=";
        for (const auto& variable : variables)
            if (variable.starts_with(name)) add(std::string_view(variable).substr(name.size()), key);
        if (value.substr(name_end).starts_with(":-"))
            add(value.substr(name_end + 2, value.find('}') - name_end - 2), key);
    }
}

std::vector<std::string> Secrets::found_in(std::string_view name, std::string_view text) const {
    std::vector<std::string> found;
    for (const auto& [secret, key] : keys_) {
        for (const auto& form : forms_of(secret)) {
            // Much faster than the standard library's, and stores are large.
            const void* place = memmem(text.data(), text.size(), form.data(), form.size());
            if (place == nullptr) continue;
            const auto line = 1 + std::count(text.data(), static_cast<const char*>(place), '\n');
            found.push_back(fmt::format("{}, line {}: {}", name, line, key));
            break;
        }
    }
    return found;
}

std::vector<std::string> Secrets::found_below(const fs::path& folder) const {
    std::vector<std::string> found;
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::end(at);
         at.increment(error)) {
        const auto& path = at->path();
        std::error_code gone;
        if (!at->is_regular_file(gone) || at->file_size(gone) > largest_file) continue;
        if (path.extension() == ".yaml" || std::ranges::count(files_, fs::weakly_canonical(path, gone)) > 0)
            continue;
        std::ranges::move(found_in(path.lexically_relative(folder).string(), whole(path)),
                          std::back_inserter(found));
    }
    return found;
}

void expect_none(const std::vector<std::string>& found) {
    for (const auto& place : found) FAIL_CHECK("a secret of the configuration came out: ", place);
}

}  // namespace tocsin::app::testing
