// Runs a test case that is marked skip in a process of its own: what may hold a store or die is not the test
// itself.
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace tocsin::storage::testing {

// Ends when the other process has ended. Answers its exit code; `environment` holds NAME=value.
inline int run_child(const std::string& test_case, std::vector<std::string> environment) {
    std::vector<std::string> arguments{"child", "--no-skip", "--test-case=" + test_case};
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    for (char** variable = ::environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);
    std::vector<char*> envp;
    for (std::string& variable : environment) envp.push_back(variable.data());
    envp.push_back(nullptr);

    pid_t child = 0;
    if (posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, argv.data(), envp.data()) != 0) {
        throw std::runtime_error("cannot start another process");
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child) throw std::runtime_error("lost the other process");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

inline std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) throw std::runtime_error("runs only as a child of another test");
    return value;
}

}  // namespace tocsin::storage::testing
