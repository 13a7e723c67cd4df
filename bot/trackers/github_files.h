// Files in a GitHub repository, one commit for each change. Facts: GitHub's REST API, version 2022-11-28,
// repository contents. Requests made and answers read, without I/O.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

struct File {
    std::string path;  // within the repository: letters, digits, ., _, - and / between folders
    std::string content;
    std::string message;  // of the commit
};

struct Kept {         // it is there
    std::string url;  // for people; may be empty
    std::string revision;
    bool same = false;  // byte for byte
    bool operator==(const Kept&) const = default;
};
struct Outdated {  // somebody else has changed it since it was read; nothing was written
    bool operator==(const Outdated&) const = default;
};
using FileOutcome = std::variant<Kept, Missing, Outdated, channels::Retry, channels::Rejected>;

class GithubFiles {
  public:
    // `branch`: empty: the repository's own.
    GithubFiles(Account account, std::string branch)
        : account_(std::move(account)), branch_(std::move(branch)) {}

    channels::HttpRequest read(const File& file) const;
    FileOutcome was_read(const channels::HttpAnswer& answer, const File& file) const;
    // `revision`: as it was read; empty: there is no such file yet.
    channels::HttpRequest write(const File& file, const std::string& revision) const;
    // Kept, Outdated, Retry or Rejected. A Retry may have written it all the same.
    FileOutcome was_written(const channels::HttpAnswer& answer, const std::string& revision) const;

  private:
    std::string address_of(const File& file) const;

    Account account_;
    std::string branch_;
};

}  // namespace tocsin::trackers
