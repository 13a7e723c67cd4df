// The secrets that a configuration has, and the places where they must not stand: logs, outputs, files that a
// program leaves behind. What is meant to look like a secret and to be found is in canary_test.cpp.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::app::testing {

class Secrets {
  public:
    // Adds those that the file has now, by its keys: written there, in files that it names, or in one of
    // these variables ("NAME=value"). A file that cannot be read has none. Words of less than eight letters
    // are left out: they stand anywhere.
    void read(const std::filesystem::path& configuration, const std::vector<std::string>& variables = {});

    void leave_out(const std::string& secret) { keys_.erase(secret); }

    // "log, line 7: auth_token" for each that stands in the text, in the clear or in base64.
    std::vector<std::string> found_in(std::string_view name, std::string_view text) const;
    // The same of every file of the folder, but for configurations and files of secrets.
    std::vector<std::string> found_below(const std::filesystem::path& folder) const;

    std::size_t count() const { return keys_.size(); }

  private:
    void add(std::string_view secret, std::string_view key);

    std::map<std::string, std::string> keys_;   // by the secret
    std::vector<std::filesystem::path> files_;  // that have one
};

// Fails the test, and says where they stand.
void expect_none(const std::vector<std::string>& found);

}  // namespace tocsin::app::testing
