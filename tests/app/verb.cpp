#include "tests/app/verb.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "tests/app/running.h"

namespace tocsin::app::testing {
namespace {

std::vector<char*> pointers(std::vector<std::string>& from) {
    std::vector<char*> to;
    for (auto& each : from) to.push_back(each.data());
    to.push_back(nullptr);
    return to;
}

bool is_read_by_tocsin(std::string_view variable) {
    return variable.starts_with("SLACK_") || variable.starts_with("TOCSIN_");
}

}  // namespace

nlohmann::json Ended::json() const {
    auto read = nlohmann::json::parse(out, nullptr, false);
    REQUIRE_MESSAGE(!read.is_discarded(), out << err);
    return read;
}

void Desktop::writes(const std::string& name, std::string_view text) const {
    std::ofstream(file(name)) << text;
}

std::string Desktop::reads(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(file(name)).rdbuf();
    return text.str();
}

Ended Desktop::runs(std::vector<std::string> words, std::vector<std::string> environment) {
    words.insert(words.begin(), TOCSIN_BINARY);
    const auto variables = environment;
    for (char** variable = ::environ; *variable != nullptr; ++variable) {
        if (!is_read_by_tocsin(*variable)) environment.emplace_back(*variable);
    }
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addchdir_np(&files, folder_.path.c_str());
    for (const auto& [stream, name] : {std::pair{STDOUT_FILENO, "out"}, {STDERR_FILENO, "err"}}) {
        posix_spawn_file_actions_addopen(&files, stream, file(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                         0600);
    }
    pid_t pid = 0;
    const int failed = posix_spawn(&pid, TOCSIN_BINARY, &files, nullptr, pointers(words).data(),
                                   pointers(environment).data());
    posix_spawn_file_actions_destroy(&files);
    REQUIRE(failed == 0);
    int status = 0;
    const bool ended = wait_until([&] { return waitpid(pid, &status, WNOHANG) == pid; });
    if (!ended) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    Ended all{ended ? code : -1, reads("out"), reads("err")};
    look_for_secrets(all, variables);
    return all;
}

void Desktop::look_for_secrets(const Ended& ended, const std::vector<std::string>& variables) const {
    Secrets secrets;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path)) {
        if (entry.path().extension() == ".yaml") secrets.read(entry.path(), variables);
    }
    secrets.leave_out(let_out_);
    expect_none(secrets.found_in("standard output", ended.out));
    expect_none(secrets.found_in("standard error", ended.err));
}

}  // namespace tocsin::app::testing
