#include "tests/storage/postgres_cluster.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "storage/postgres_connection.h"

namespace tocsin::storage::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin/";
constexpr const char* server_user = "postgres";  // the server does not run as root
constexpr auto patience = std::chrono::seconds{20};
constexpr auto look_again = std::chrono::milliseconds{20};

// As another user where we are root. The process ends with the thread that began it, however that ends.
pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
    std::vector<std::string> words{"setpriv", "--pdeathsig", "INT"};
    if (::geteuid() == 0) {
        for (const auto* option : {"--reuid=", "--regid="})
            words.push_back(option + std::string(server_user));
        words.emplace_back("--clear-groups");
    }
    words.insert(words.end(), command.begin(), command.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&files, stream, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, "setpriv", &files, nullptr, argv.data(), ::environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("cannot start setpriv");
    return child;
}

bool ended_well(pid_t child) {
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

}  // namespace

PostgresCluster& PostgresCluster::one() {
    static PostgresCluster cluster;
    return cluster;
}

PostgresCluster::PostgresCluster() {
    REQUIRE_MESSAGE(fs::exists(std::string(programs) + "initdb"),
                    "PostgreSQL is not installed, its tests cannot run: scripts/install test");
    auto name = (fs::temp_directory_path() / "tocsin-pg-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder");
    folder_ = name;
    if (const auto* user = ::getpwnam(server_user); ::geteuid() == 0 && user != nullptr) {
        if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("cannot give the folder away");
    }
    const auto log = folder_ + "/initdb.log";
    const bool made = ended_well(
        spawn({std::string(programs) + "initdb", "-D", folder_ + "/data", "-U", "tocsin", "--auth=trust",
               "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en", "--no-sync"},
              log));
    if (!made) throw std::runtime_error("initdb failed: " + text_of(log));
    start();
}

PostgresCluster::~PostgresCluster() {
    stop();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

// The machine is not killed here: the server need not survive a power cut. It writes down what is committed
// and nothing sooner, so that a crash takes what was not.
void PostgresCluster::start() {
    const auto log = folder_ + "/server.log";
    server_ = spawn({std::string(programs) + "postgres", "-D", folder_ + "/data", "-k", folder_, "-c",
                     "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
                     "shared_buffers=32MB", "-c", "autovacuum=off", "-c", "wal_writer_delay=10s"},
                    log);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!open_postgres(url_by(folder_, "public"), Hold::none)) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the server does not start: " + text_of(log));
        std::this_thread::sleep_for(look_again);
    }
}

void PostgresCluster::stop() {
    end(SIGINT);
}

void PostgresCluster::crash() {
    end(SIGQUIT);
}

void PostgresCluster::end(int signal) {
    if (server_ == 0) return;
    ::kill(server_, signal);
    ended_well(server_);
    server_ = 0;
}

std::string PostgresCluster::url_by(const std::string& folder, const std::string& schema) const {
    return "postgresql://tocsin@/postgres?host=" + folder + "&options=-csearch_path%3D" + schema;
}

std::string PostgresCluster::url(const std::string& schema) {
    auto url = url_by(folder_, schema);
    const auto session = open_postgres(url_by(folder_, "public"), Hold::none);
    if (!session) throw std::runtime_error(session.error().message);
    (*session)->run("CREATE SCHEMA IF NOT EXISTS " + schema);
    return url;
}

void PostgresCluster::drop(const std::string& schema) {
    const auto session = open_postgres(url_by(folder_, "public"), Hold::none);
    if (session) (*session)->run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
}

}  // namespace tocsin::storage::testing
