// The verbs of the command line: each does its work, prints what it found and answers the exit code of
// contract.md section 1. Reading the arguments is main.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tocsin::app {

enum ExitCode {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    configuration_invalid = 3,
    not_reachable = 4,
    store_error = 5
};

struct Common {
    std::string config;  // --config; may be empty
    bool json = false;
};

int run(const Common& common);

struct SandboxOptions {
    std::optional<std::string> config;  // --config; none: the built-in example organisation
    int port = 0;
    bool open_browser = true;
    bool demo = false;
    std::string state;  // folder; empty: in memory
};
int sandbox(const SandboxOptions& options);

struct OnCallOptions {
    std::optional<std::string> schedule;  // none: all of them, in the order of the configuration
    std::vector<std::string> at;          // instants; "-": a line each from standard input; none: now
    std::optional<std::string> from, to;  // shifts and gaps of that span
    std::optional<std::string> why;       // a person
    bool ical = false;
};
int oncall(const Common& common, const OnCallOptions& options);

struct SimulateOptions {
    std::string scenario;  // a file, "-" for standard input; or instead of one:
    std::string severity, at, acknowledge, service, until;
};
int simulate(const Common& common, const SimulateOptions& options);

int check(const Common& common, bool strict);
int doctor(const Common& common, bool send_test);
int backup(const Common& common, const std::string& file);
int verify(const Common& common);
int export_store(const Common& common, std::optional<int> incident);
int print_schema();
int print_manifest();
int print_version(const Common& common);

}  // namespace tocsin::app
