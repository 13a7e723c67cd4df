// A verb of the command line run to its end in a folder of its own: what it printed and its exit code. The
// environment has none of the variables that Tocsin reads but those that are given.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/storage/open_store.h"

namespace tocsin::app::testing {

struct Ended {
    int code = -1;    // 128 + n after signal n; -1: it did not end in time and was killed
    std::string out;  // standard output
    std::string err;

    bool says(std::string_view words) const { return out.contains(words) || err.contains(words); }
    nlohmann::json json() const;  // of the output; fails the test when it is none
};

class Desktop {
  public:
    // The test fails when what it prints has a secret of a configuration that lies here, but for one that
    // lets_out() said to be meant to.
    Ended runs(std::vector<std::string> words, std::vector<std::string> environment = {});
    void writes(const std::string& name, std::string_view text) const;
    std::string reads(const std::string& name) const;
    void lets_out(const std::string& secret) { let_out_ = secret; }
    std::string file(const std::string& name) const { return folder_.file(name); }

  private:
    void look_for_secrets(const Ended& ended, const std::vector<std::string>& variables) const;

    storage::testing::TemporaryFolder folder_;
    std::string let_out_;
};

}  // namespace tocsin::app::testing
