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
    int port = 0;                       // of the page; 0: any
    int bot_port = 0;                   // of the bot's own listener; 0: any
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
    // Or instead of both: so many days made up from seeds, the first of which is `seed`.
    int seeds = 0;
    std::uint64_t seed = 1;
    std::string answers, answer_after, away, dead_phone, trouble, from, span;
    bool print_scenario = false;  // of the seed, without playing it
};
int simulate_days(const Common& common, const SimulateOptions& options);  // of seeds
int simulate(const Common& common, const SimulateOptions& options);

struct IncidentOptions {  // of `tocsin incident VERB`
    std::string verb;     // "declare"
    std::string url;      // of the bot; empty: as configured
    std::vector<std::string> words;
    std::string by;   // a person; empty: the token's
    std::string key;  // Idempotency-Key; empty: a random one
    std::string severity, description, service, started;
    bool drill = false, is_private = false, nopage = false;
    std::string status, eta, next, cause, at;
    std::string state;  // of a list
    int offset = 0;
};
int incident(const Common& common, const IncidentOptions& options);

int check(const Common& common, bool strict);
int doctor(const Common& common, bool send_test);
// `url` of a running bot; empty: the configured store, or the bot that holds it.
int backup(const Common& common, const std::string& url, const std::string& file);
// `restored`: the store is a copy, on which a bot may run from now on.
int verify(const Common& common, const std::string& url, bool restored);
int export_store(const Common& common, const std::string& url, std::optional<int> incident);

struct ImportOptions {
    std::vector<std::string> files;       // "-": standard input
    std::string product;                  // --from; empty: what `tocsin export` wrote
    std::string people;                   // a file: their ID, address or name to our key
    bool compare = false;                 // with whom the product itself says is on call
    int days = 140;                       // to compare
    std::optional<std::string> since;     // none: from where the product's own answer begins, else now
    std::optional<std::string> schedule;  // of the configuration, instead of what was read
};
int import_files(const Common& common, const ImportOptions& options);
int import_schedules(const Common& common, const ImportOptions& options);  // of another product

// Addresses of stores: sqlite:PATH, from here, or postgresql://….
int migrate_store(const Common& common, const std::string& from, const std::string& to);

// Of this incident, as Markdown.
int post_mortem(const Common& common, const std::string& url, int number);

struct ReportOptions {
    std::string month;  // YYYY-MM
    std::string data;   // a file with an export; empty: the store
    bool html = false;
};
int report(const Common& common, const std::string& url, const ReportOptions& options);

struct SilenceOptions {
    std::vector<std::string> words;  // list, end N, confirm N, or what follows `/incident silence`
    std::string by;                  // a person; empty: the token's
    std::string url;                 // of the bot; empty: as configured
};
int silence(const Common& common, const SilenceOptions& options);

struct PageTestOptions {
    std::string person;
    std::string url;  // of the bot; empty: as configured
    bool explain = false;
};
int page_test(const Common& common, const PageTestOptions& options);

struct ForgetOptions {
    std::string person;             // of the configuration that was, or a Slack user
    std::vector<std::string> also;  // other names, numbers and addresses
    bool dry_run = false;
    bool keep_words = false;  // names in what people typed stay
    std::string url;          // of the bot; empty: as configured
};
int forget(const Common& common, const ForgetOptions& options);

struct RulesTestOptions {
    std::string alert;                // a file with a payload, "-" for standard input
    std::string source, kind;         // as which it is read
    std::vector<std::string> values;  // name=number
};
int rules_test(const Common& common, const RulesTestOptions& options);

int print_schema(bool as_table);
int print_manifest();
int print_version(const Common& common);

}  // namespace tocsin::app
