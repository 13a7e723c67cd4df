#include "tests/app/running.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <regex>
#include <sstream>

namespace tocsin::app::testing {
namespace {

constexpr auto look_again = std::chrono::milliseconds{2};

sandbox::SlackServerOptions options_for(std::optional<net::TlsFiles> tls, Duration acknowledge_within) {
    sandbox::SlackServerOptions options;
    if (tls) options.host = "localhost";
    options.tls = std::move(tls);
    options.service.gateway.acknowledge_within = acknowledge_within;
    options.service.commands = json::array();
    options.service.commands.push_back({{"name", "/incident"}, {"should_escape", true}});
    return options;
}

}  // namespace

bool wait_until(const std::function<bool()>& done, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(look_again);
    }
    return true;
}

StandIn::StandIn(std::optional<net::TlsFiles> tls, Duration acknowledge_within) {
    auto server = sandbox::SlackServer::start(io_, clock_, options_for(std::move(tls), acknowledge_within));
    REQUIRE(server);
    server_ = std::move(*server);
    thread_ = std::thread([this] { io_.run(); });
}

StandIn::~StandIn() {
    boost::asio::post(io_, [this] { server_->stop(); });
    work_.reset();
    thread_.join();
}

void StandIn::within(const std::function<void(sandbox::SlackService&)>& work) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
        work(server_->service());
        done.set_value();
    });
    done.get_future().wait();
}

json StandIn::act(json act) {
    json answer;
    within(
        [&](sandbox::SlackService& slack) { slack.act(act, [&](json done) { answer = std::move(done); }); });
    const auto said = act.dump() + " answers " + answer.dump();
    REQUIRE_MESSAGE(answer["ok"] == true, said);
    return answer;
}

void StandIn::slash(const std::string& who, const std::string& line) {
    REQUIRE_MESSAGE(try_slash(who, line), "nobody was there for ", line);
}

bool StandIn::try_slash(const std::string& who, const std::string& line) {
    const json act{{"as", who}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident " + line}};
    bool typed = false;
    bool reached = false;
    within([&](sandbox::SlackService& slack) {
        const auto lost = [&] { return slack.gateway().counters().value("unreachable", 0); };
        const auto before = lost();
        slack.act(act, [&](const json& done) { typed = done["ok"] == true; });
        reached = lost() == before;
    });
    REQUIRE(typed);
    return reached;
}

int StandIn::connections() {
    std::size_t count = 0;
    within([&](sandbox::SlackService& slack) { count = slack.gateway().connections(); });
    return static_cast<int>(count);
}

bool StandIn::all_answered() {
    bool answered = false;
    within([&](sandbox::SlackService& slack) { answered = slack.gateway().in_flight() == 0; });
    return answered;
}

std::vector<json> StandIn::entries(const std::string& what) {
    json all;
    within([&](sandbox::SlackService& slack) { all = slack.transcript().entries(); });
    std::vector<json> found;
    std::ranges::copy_if(all, std::back_inserter(found),
                         [&](const json& each) { return each["what"] == what; });
    return found;
}

std::vector<sandbox::Message> StandIn::posts() {
    std::vector<sandbox::Message> found;
    within([&](sandbox::SlackService& slack) {
        for (const auto& [id, channel] : slack.workspace().channels) {
            for (const auto& [ts, message] : channel.messages) {
                if (message.bot && message.subtype.empty()) found.push_back(message);
            }
        }
    });
    return found;
}

Program::Program(const std::string& config_file, const std::string& log_file,
                 std::vector<std::string> environment)
    : configuration_(config_file), log_file_(log_file), variables_(environment) {
    secrets_.read(configuration_, variables_);
    std::vector<std::string> words{TOCSIN_BINARY, "run", "--config", config_file};
    for (char** variable = ::environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);
    const auto pointers = [](std::vector<std::string>& from) {
        std::vector<char*> to;
        for (auto& each : from) to.push_back(each.data());
        to.push_back(nullptr);
        return to;
    };
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        posix_spawn_file_actions_addopen(&files, stream, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                         0600);
    }
    const int failed = posix_spawn(&pid_, TOCSIN_BINARY, &files, nullptr, pointers(words).data(),
                                   pointers(environment).data());
    posix_spawn_file_actions_destroy(&files);
    REQUIRE(failed == 0);
}

Program::~Program() {
    if (!ended()) {
        signal(SIGKILL);
        wait_for_end();
    }
    look_for_secrets();
}

void Program::look_for_secrets() {
    secrets_.read(configuration_, variables_);  // it may have got others meanwhile
    const auto folder = std::filesystem::path(configuration_).parent_path();
    expect_none(secrets_.found_below(folder));
    const std::filesystem::path own_log(log_file_);
    if (own_log.parent_path() != folder && std::filesystem::is_regular_file(own_log))
        expect_none(secrets_.found_in(log_file_, log()));
}

void Program::signal(int number) const {
    kill(pid_, number);
}

bool Program::ended() {
    if (code_) return true;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return false;
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

int Program::wait_for_end() {
    return wait_until([this] { return ended(); }) ? *code_ : -1;
}

std::string Program::log() const {
    std::ostringstream text;
    text << std::ifstream(log_file_).rdbuf();
    return text.str();
}

std::uint16_t Program::port_of(const std::string& listener) const {
    const std::regex line("listening .*" + listener + "=127\\.0\\.0\\.1:([0-9]+)");
    std::smatch found;
    std::string text;
    const bool listens = wait_until([&] { return std::regex_search(text = log(), found, line); });
    REQUIRE_MESSAGE(listens, text);
    return static_cast<std::uint16_t>(std::stoi(found[1]));
}

std::string configuration(const std::string& api_url, const std::string& store, const std::string& more,
                          const std::string& app_token, const std::string& bot_token) {
    const std::string any_ports = "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0'}";
    return fmt::format(R"(organization: Example
slack:
  {}
  {}
  api_url: {}
  pace: {{per_channel: unlimited}}
storage:
  url: '{}'
people:
  dana: {{name: Dana, slack: U000DANA, phone: "+12025550101", email: dana@example.com}}
  lee: {{name: Lee, slack: U000LEE, phone: "+12025550102"}}
schedules:
  primary: {{layers: [{{rotation: weekly, start: 2024-12-30T09:00, members: [dana, lee]}}]}}
teams: {{platform: {{primary: schedule:primary}}}}
default_team: platform
{}
{})",
                       app_token, bot_token, api_url, store.contains(':') ? store : "sqlite:" + store,
                       more.contains("http:") ? "" : any_ports, more);
}

}  // namespace tocsin::app::testing
