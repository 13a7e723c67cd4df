#include "bot/config/section.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "bot/base/text.h"
#include "bot/config/checker.h"
#include "bot/config/load.h"
#include "bot/config/shape.h"
#include "bot/config/values.h"

namespace tocsin::config {

const std::string& Section::key() const {
    static const std::string none;
    return node_ == nullptr ? none : node_->key;
}

Section Section::at(std::string_view name) const {
    return {node_ == nullptr ? nullptr : node_->find(name), *around_};
}

std::vector<Section> Section::children() const {
    std::vector<Section> sections;
    if (node_ == nullptr) return sections;
    for (const Node& child : node_->children) sections.emplace_back(&child, *around_);
    return sections;
}

std::string Section::text() const {
    return node_ != nullptr && node_->is_scalar() ? node_->text : "";
}

std::string Section::text(std::string_view name, std::string_view standard) const {
    const std::string value = at(name).text();
    return value.empty() ? std::string(standard) : value;
}

int Section::integer(std::string_view name, int standard) const {
    const auto value = read_integer(text(name));
    return value && std::in_range<int>(*value) ? static_cast<int>(*value) : standard;
}

Duration Section::duration(std::string_view name, Duration standard) const {
    return duration(name).value_or(standard);
}

std::optional<Duration> Section::duration(std::string_view name) const {
    return read_duration(text(name));
}

std::vector<std::string> Section::texts(std::string_view name) const {
    std::vector<std::string> all;
    for (const Section& entry : at(name).children()) {
        if (std::string value = entry.text(); !value.empty()) all.push_back(std::move(value));
    }
    return all;
}

std::vector<int> Section::days(std::string_view name) const {
    std::vector<int> all;
    for (const std::string& word : texts(name)) {
        if (const auto day = read_day(word)) all.push_back(*day);
    }
    return all;
}

std::vector<Target> Section::targets(std::string_view name) const {
    std::vector<Target> all;
    for (const std::string& word : texts(name)) {
        if (auto target = parse_target(word)) all.push_back(std::move(*target));
    }
    return all;
}

std::vector<Means> Section::means(std::string_view name) const {
    std::vector<Means> all;
    for (const std::string& word : texts(name)) {
        if (const auto one = parse_means(word)) all.push_back(*one);
    }
    return all;
}

Target Section::target(std::string_view name) const {
    return parse_target(text(name)).value_or(Target{});
}

std::filesystem::path Section::path(std::string_view name) const {
    const std::string value = text(name);
    return value.empty() ? std::filesystem::path() : in_folder(value);
}

std::filesystem::path Section::in_folder(const std::string& path) const {
    return (around_->folder / path).lexically_normal();
}

Secret Section::secret(std::string_view name) const {
    if (const Section file = at(std::string(name) + std::string(file_suffix)); !file.text().empty()) {
        return secret_in_file(*file.node());
    }
    return Secret(text(name));
}

Secret Section::secret_in_file(const Node& node) const {
    const std::filesystem::path path = in_folder(node.text);
    const std::string what = fmt::format("the secret file {}", shown(node));
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) {
        around_->findings.push_back(error_at(node.at, what + " is a folder",
                                             "a file with the secret is needed",
                                             "write the name of the file"));
        return {};
    }
    std::ifstream stream(path, std::ios::binary);
    std::string content;
    // A device or pipe would keep the start waiting.
    if (std::filesystem::is_regular_file(status) && stream) {
        content.resize(largest_secret_bytes + 1);
        stream.read(content.data(), static_cast<std::streamsize>(content.size()));
        content.resize(static_cast<std::size_t>(stream.gcount()));
    } else {
        around_->findings.push_back(warning_at(node.at, what + " cannot be read",
                                               "what needs it stays switched off until it can",
                                               "create it, or let the bot's user read it"));
        return {};
    }
    if (content.size() > largest_secret_bytes) {
        around_->findings.push_back(error_at(node.at, what + " is larger than 64 KiB",
                                             "no secret is that long", "name the right file"));
        return {};
    }
    if (content.ends_with('\n')) content.pop_back();
    if (content.ends_with('\r')) content.pop_back();
    if (content.empty()) {
        around_->findings.push_back(warning_at(node.at, what + " is empty", "an empty secret opens nothing",
                                               "write the secret into it"));
    }
    return Secret(std::move(content));
}

}  // namespace tocsin::config
