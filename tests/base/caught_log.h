// What is written to standard error while it lives: the program's log.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "bot/base/digest.h"

namespace tocsin::testing {

class CaughtLog {
  public:
    CaughtLog() : file_(std::filesystem::temp_directory_path() / ("tocsin-log-" + random_token(8))) {
        before_ = dup(STDERR_FILENO);
        const int there = open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(there, STDERR_FILENO);
        close(there);
    }
    ~CaughtLog() {
        dup2(before_, STDERR_FILENO);
        close(before_);
        std::filesystem::remove(file_);
    }
    CaughtLog(const CaughtLog&) = delete;
    CaughtLog& operator=(const CaughtLog&) = delete;

    std::string text() const {
        std::ostringstream all;
        all << std::ifstream(file_).rdbuf();
        return all.str();
    }

  private:
    std::filesystem::path file_;
    int before_ = -1;
};

}  // namespace tocsin::testing
