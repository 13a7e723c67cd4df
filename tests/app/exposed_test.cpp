// What a running bot shows to whoever looks at its machine: two listeners, no more, and nothing on them but
// what is said.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "bot/app/private_memory.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::set<std::string> sockets_of(pid_t pid) {
    std::set<std::string> inodes;
    for (const auto& entry : fs::directory_iterator(fmt::format("/proc/{}/fd", pid))) {
        std::error_code gone;
        const auto target = fs::read_symlink(entry.path(), gone).string();
        if (target.starts_with("socket:[")) inodes.insert(target.substr(8, target.size() - 9));
    }
    return inodes;
}

// What a process can be reached at from outside: "127.0.0.1:8080" of TCP that listens, "udp …" of UDP that
// anybody may send to.
std::set<std::string> reachable_at(pid_t pid) {
    auto own = sockets_of(pid);
    for (const auto& inherited : sockets_of(getpid())) own.erase(inherited);  // the stand-in's
    std::set<std::string> found;
    for (const std::string kind : {"tcp", "tcp6", "udp", "udp6"}) {
        std::ifstream table(fmt::format("/proc/{}/net/{}", pid, kind));
        std::string line;
        std::getline(table, line);
        while (std::getline(table, line)) {
            std::istringstream words(line);
            std::string number, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
            words >> number >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >>
                inode;
            const bool open = kind.starts_with("tcp") ? state == "0A" : remote.ends_with(":0000");
            if (!open || !own.contains(inode)) continue;
            const auto port = std::stoi(local.substr(local.find(':') + 1), nullptr, 16);
            found.insert(fmt::format("{} {} {}", kind, local.substr(0, local.find(':')), port));
        }
    }
    return found;
}

}  // namespace

TEST_CASE("a running bot listens where it was told to and nowhere else") {
    TemporaryFolder folder;
    StandIn slack;
    std::string more, loopback = "0100007F";
    SUBCASE("both listeners") {
        more = "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0'}";
    }
    SUBCASE("one of them") {
        more = "http: {listen: '127.0.0.1:0', admin_listen: ''}";
    }
    SUBCASE("none") {
        more = "http: {listen: '', admin_listen: ''}";
    }
    std::ofstream(folder.file("tocsin.yaml"))
        << configuration(slack.api_url(), folder.file("tocsin.db"), more);
    const Program bot(folder.file("tocsin.yaml"), folder.file("log"));
    REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot.log());
    std::set<std::string> wanted;
    for (const char* name : {"http", "admin"})
        if (bot.log().contains(std::string(name) + "=127.0.0.1:"))
            wanted.insert(fmt::format("tcp {} {}", loopback, bot.port_of(name)));
    CHECK(wanted.size() == (more.contains("listen: '127.0.0.1:0', admin_listen: '127") ? 2
                            : more.contains("'127")                                    ? 1
                                                                                       : 0));
    CHECK(reachable_at(bot.pid()) == wanted);
}

TEST_CASE("no address of a listener shows a folder, a debugger or anything of the other listener") {
    TemporaryFolder folder;
    StandIn slack;
    std::ofstream(folder.file("tocsin.yaml")) << configuration(slack.api_url(), folder.file("tocsin.db"));
    const Program bot(folder.file("tocsin.yaml"), folder.file("log"));
    boost::asio::io_context io;
    net::HttpClient browser(io);
    const auto status = [&](const char* listener, const std::string& target) {
        const auto url = fmt::format("http://127.0.0.1:{}{}", bot.port_of(listener), target);
        const auto answer = test::fetch(io, browser, {.method = "GET", .url = url});
        REQUIRE(answer);
        CHECK_MESSAGE(net::header(answer->headers, "Server").empty(), target);
        return answer->status;
    };
    const std::vector<std::string> nothing{
        "/.git/config",  "/.env",         "/etc/passwd",    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/debug",        "/debug/pprof/", "/debug/vars",    "/server-status",    "/actuator",
        "/actuator/env", "/admin",        "/console",       "/phpinfo.php",      "/api",
        "/api/v1",       "/api/v1/",      "/api/v1/store",  "/tocsin.db",        "/tocsin.yaml",
        "/config",       "/log",          "/backup",        "/webhooks",         "/webhooks/",
        "/a/",           "/static/",      "/robots.txt/..", "/swagger",          "/graphql",
        "/-/reload",     "/-/quit",       "/-/healthy",     "/.well-known/",     "/trace"};
    for (const auto& target : nothing) {
        CHECK_MESSAGE(status("http", target) >= 400, target);
        CHECK_MESSAGE(status("admin", target) == 404, target);
    }
    for (const char* of_admin : {"/metrics", "/healthz", "/readyz"}) CHECK(status("http", of_admin) == 404);
    for (const char* of_public : {"/", "/status", "/api/v1/openapi.json", "/oncall.ics", "/style.css"})
        CHECK_MESSAGE(status("admin", of_public) == 404, of_public);
}

TEST_CASE("the memory of a bot is dumped nowhere and read by no other process of its user") {
    // Root may read everything: where the test is root, both processes are somebody else.
    const auto become_a_user = [] {
        constexpr int nobody = 65534;
        if (geteuid() == 0 && (setgid(nobody) != 0 || setuid(nobody) != 0)) _exit(3);
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);  // which a change of user ends
    };
    const auto code_of = [](pid_t child) {
        int ended = -1;
        REQUIRE(waitpid(child, &ended, 0) == child);
        return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    };
    for (const bool is_private : {false, true}) {
        int ready[2], over[2];
        REQUIRE(pipe(ready) == 0);
        REQUIRE(pipe(over) == 0);
        const pid_t bot = fork();
        if (bot == 0) {
            close(over[1]);
            become_a_user();
            rlimit core{1, 1};
            if (is_private) app::keep_memory_private();
            getrlimit(RLIMIT_CORE, &core);
            char byte = 0;
            const bool told = write(ready[1], &byte, 1) == 1 && read(over[0], &byte, 1) == 0;
            const bool kept =
                prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
            _exit(!told ? 2 : kept == is_private ? 0 : 1);
        }
        close(ready[1]);
        char byte = 0;
        REQUIRE(read(ready[0], &byte, 1) == 1);
        const pid_t neighbour = fork();
        if (neighbour == 0) {
            become_a_user();
            const auto folder = "/proc/" + std::to_string(bot);
            // Of what is in memory this needs the right to read it alone, wherever debuggers are restrained.
            char some[64];
            const int environment = open((folder + "/environ").c_str(), O_RDONLY);
            const bool read_it = environment >= 0 && read(environment, some, sizeof some) >= 0;
            const bool opened = open((folder + "/mem").c_str(), O_RDONLY) >= 0;
            _exit(is_private ? (read_it || opened ? 1 : 0) : (read_it ? 0 : 1));
        }
        CHECK_MESSAGE(code_of(neighbour) == 0, is_private);
        close(over[1]);
        CHECK(code_of(bot) == 0);
        for (const int each : {ready[0], over[0]}) close(each);
    }
}
