// Typed reading of a checked document: a value that is missing or was found wrong reads as its default, so
// that readers need no error handling. Only secret files can still go wrong here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.h"
#include "bot/base/time.h"
#include "bot/config/document.h"
#include "bot/core/escalation.h"

namespace tocsin::config {

struct Surroundings {
    std::filesystem::path folder;  // relative paths count from here
    std::vector<Finding>& findings;
};

class Section {
  public:
    Section(const Node* node, const Surroundings& around) : node_(node), around_(&around) {}

    bool exists() const { return node_ != nullptr && !node_->is_null(); }
    const Node* node() const { return node_; }
    const std::string& key() const;
    Section at(std::string_view name) const;
    std::vector<Section> children() const;  // of a list or map; none of anything else

    std::string text() const;  // of this scalar
    std::string text(std::string_view name, std::string_view standard = "") const;
    bool is(std::string_view name, std::string_view word) const { return text(name) == word; }
    int integer(std::string_view name, int standard) const;
    Duration duration(std::string_view name, Duration standard) const;
    std::optional<Duration> duration(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;  // the scalars of a list
    std::vector<int> days(std::string_view name) const;           // ISO weekdays
    std::vector<Target> targets(std::string_view name) const;
    std::vector<Means> means(std::string_view name) const;
    Target target(std::string_view name) const;
    std::filesystem::path path(std::string_view name) const;  // absolute; empty when not given

    std::filesystem::path in_folder(const std::string& path) const;

    // NAME, or the content of the file NAME_file without its trailing newline. A file that cannot be used is
    // a finding and reads as empty; so a bot starts without the one provider whose secret is missing.
    Secret secret(std::string_view name) const;

  private:
    Secret secret_in_file(const Node& node) const;

    const Node* node_;
    const Surroundings* around_;
};

}  // namespace tocsin::config
