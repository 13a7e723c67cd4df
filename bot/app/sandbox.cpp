#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <filesystem>
#include <future>
#include <thread>

#include "bot/app/bot.h"
#include "bot/app/demo.h"
#include "bot/app/example.h"
#include "bot/app/runbook_files.h"
#include "bot/app/sandbox_alerts.h"
#include "bot/app/sandbox_phones.h"
#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/base/log.h"
#include "bot/sandbox/slack_server.h"
#include "commands/registry.h"

namespace tocsin::app {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr auto patience =
    std::chrono::milliseconds{1500};  // for one event to reach the page before the next one
constexpr auto look_again = std::chrono::milliseconds{5};

json commands_for_page() {
    json words = json::array();
    for (const auto& verb : commands::verbs()) {
        words.push_back({{"name", verb.name}, {"usage", verb.usage}, {"summary", verb.summary}});
    }
    json command{{"name", "/incident"}, {"hint", slash_command_hint}, {"should_escape", true}};
    command["verbs"] = std::move(words);
    return json::array({std::move(command)});
}

json shortcuts_for_page() {
    return json::array(
        {{{"callback_id", "sc.declare"}, {"name", "Declare incident"}, {"type", "global"}},
         {{"callback_id", "ms.declare"}, {"name", "Create incident"}, {"type", "message"}},
         {{"callback_id", "ms.timeline"}, {"name", "Add to incident timeline"}, {"type", "message"}},
         {{"callback_id", "ms.action"}, {"name", "Make it an action item"}, {"type", "message"}}});
}

std::string words_for(const storage::Timer& timer) {
    const auto slash = timer.key.find('/');
    const auto what = timer.key.substr(0, slash);
    const auto incident = "INC-" + timer.key.substr(slash + 1);
    if (what == "remind") return "Update reminder of " + incident;
    if (what == "joins") return "Who joined " + incident;
    if (what == "escalate") return "Page the next level of " + incident;
    if (what == "again") return "Page again for " + incident;
    if (what == "target") return "Acknowledge target of " + incident;
    if (what == "limit") return "What the runbook says of " + incident;
    if (what == "age") return "Question about the length of " + incident;
    if (what == "action") return "An action item of " + incident + " is due";
    if (what == "post_mortem") return "Reminder of the post-mortem of " + incident;
    if (what == "cover") return "A request to cover ends";
    if (what == "test") return "What became of a test page";
    if (what == "alert") return "An alert is looked at again";
    if (what == "later") return "A page that its person wants later";
    if (what == "report") return "The monthly report";
    return "A message about a shift";
}

// A Slack, a phone company, a bot and a clock in one process. The bot meets the others only over the network;
// mails alone are handed over here.
//
// Threads: the stand-ins' I/O, the bot's I/O (the caller's), the bot's engine, and the stage, which moves the
// clock and starts the bot again, one after the other.
class Sandbox {
  public:
    Sandbox(config::Configuration configuration, SandboxOptions options)
        : configuration_(std::move(configuration)), options_(std::move(options)) {
        let_samples_in(configuration_.alerts);
    }

    int run() {
        auto server = sandbox::SlackServer::start(slack_io_, clock_, server_options());
        if (!server) {
            fmt::print(stderr, "{}\n", server.error().message);
            return failed;
        }
        configuration_.slack.api_url = (*server)->api_url();
        configuration_.slack.app_token = Secret("xapp-sandbox");
        configuration_.slack.bot_token = Secret("xoxb-sandbox");
        configuration_.slack.pace.per_channel_per_second.reset();
        page_through_stand_in(configuration_, (*server)->phone_api_url(),
                              (*server)->service().phones().account);
        if (configuration_.status_page) configuration_.status_page->subscribers = true;
        configuration_.http.listen->port = static_cast<std::uint16_t>(options_.bot_port);
        server_ = server->get();
        std::thread slack_thread([this] { slack_io_.run(); });
        const int code = run_bot();
        stage_.join();
        asio::post(slack_io_, [&] { (*server)->stop(); });
        slack_work_.reset();
        slack_thread.join();
        return code;
    }

  private:
    sandbox::SlackServerOptions server_options() {
        sandbox::SlackServerOptions server;
        server.port = static_cast<std::uint16_t>(options_.port);
        server.page = page_files();
        server.service.phones = phone_owners(configuration_);
        server.service.commands = commands_for_page();
        server.service.shortcuts = shortcuts_for_page();
        server.service.next_event = [this] { return next_event_; };
        server.service.advance = [this](Duration by, std::function<void()> moved) {
            asio::post(stage_, [this, by, done = std::move(moved)] { advance(by, done); });
        };
        server.alerts = alert_panel(configuration_.alerts, clock_);
        server.service.on_reset = [this] { asio::post(stage_, [this] { start_again(); }); };
        return server;
    }

    static constexpr std::string_view store_name = "tocsin.db";
    std::string store_file() const { return fmt::format("{}/{}", options_.state, store_name); }

    // Until the program ends; a reset ends one bot and starts the next.
    int run_bot() {
        for (bool first = true; first || again_; first = false) {
            again_ = false;
            bot_io_.restart();
            BotOptions bot_options;
            bot_options.store_url = options_.state.empty() ? "sqlite::memory:" : "sqlite:" + store_file();
            bot_options.after_step = [this](engine::Engine& engine) { show_next_event(engine); };
            bot_options.reaches_phones = true;
            bot_options.runbooks = example_runbooks();
            bot_options.mail = [this](channels::MailRequest mail,
                                      std::function<void(channels::MailAnswer)> on_answer) {
                catch_mail(std::move(mail), std::move(on_answer));
            };
            auto bot = Bot::start(bot_io_, clock_, configuration_, std::move(bot_options));
            if (bot) {
                if (auto opened = open_door(**bot); !opened) bot = std::unexpected(opened.error());
            }
            if (!bot) {
                fmt::print(stderr, "{}\n", bot.error().message);
                bot_ = nullptr;
                if (!first) started_->set_value();
                return store_error;
            }
            bot_ = bot->get();
            asio::signal_set signals(bot_io_, SIGTERM, SIGINT);
            signals_ = &signals;
            signals.async_wait([this](const boost::system::error_code& error, int) {
                if (!error) asio::post(stage_, [this] { end(); });
            });
            if (first) {
                welcome();
            } else {
                started_->set_value();
            }
            bot_io_.run();
        }
        return done;
    }

    // The port is known only once it listens; callbacks and links name it. The bot after a reset keeps it.
    Expected<void> open_door(Bot& bot) {
        auto listening = bot.listen(configuration_);
        if (!listening) return std::unexpected(listening.error());
        const auto place = listening->substr(listening->find('=') + 1);
        configuration_.http.listen->port =
            static_cast<std::uint16_t>(std::stoi(place.substr(place.rfind(':') + 1)));
        configuration_.http.public_url = "http://" + place;
        configuration_.http.internal_hosts = {place.substr(0, place.rfind(':'))};
        asio::post(slack_io_, [this, url = configuration_.http.public_url] {
            server_->service().phones().incoming_url = url + "/webhooks/twilio/sms";
            server_->alerts().bot_url = url;
        });
        return bot.reload(configuration_);
    }

    // On the bot's I/O thread.
    void catch_mail(channels::MailRequest mail, std::function<void(channels::MailAnswer)> on_answer) {
        asio::post(slack_io_, [this, mail = std::move(mail), answer = std::move(on_answer)] {
            const bool caught = server_->service().phones().catch_mail(mail.to, mail.message);
            server_->look_at_phones();
            asio::post(bot_io_, [answer, caught] {
                answer(caught ? channels::MailAnswer{250, "caught", channels::MailStep::message}
                              : channels::MailAnswer{550, "no such mailbox", channels::MailStep::recipient});
            });
        });
    }

    void welcome() {
        fmt::print("{}\nThe bot takes alerts at {}/api/v1/alerts/NAME\n", server_->url(),
                   configuration_.http.public_url);
        std::fflush(stdout);
        if (options_.demo) asio::post(stage_, [this] { play_demo(0); });
        if (options_.open_browser) open_browser(server_->url());
    }

    // On the stage: as soon as the bot listens. Between two steps the stage is free for what the visitor
    // does.
    void play_demo(std::size_t at) {
        if (ended_ || bot_ == nullptr || at == demo_.size()) return;
        demo_pause_.expires_after(demo_[at].after);
        demo_pause_.async_wait([this, at](const boost::system::error_code& stopped) {
            if (stopped || ended_ || bot_ == nullptr) return;
            const bool listens = on_slack([&] { return server_->service().gateway().connections() > 0; });
            if (listens) play(demo_[at]);
            play_demo(listens ? at + 1 : at);
        });
    }

    void play(const DemoStep& step) {
        on_slack([&] {
            server_->service().narrate(step.narration);
            server_->look_at_phones();
            return true;
        });
        if (step.passes > Duration{0}) pass(step.passes);
        for (const auto& act : step.acts) {
            on_slack([&] {
                server_->service().act(act, [](const json&) {});
                server_->look_at_phones();
                return true;
            });
            settle();
        }
    }

    // Asks something on the stand-in's I/O thread and waits for the answer.
    bool on_slack(const std::function<bool()>& question) {
        std::promise<bool> answer;
        asio::post(slack_io_, [&] { answer.set_value(question()); });
        return answer.get_future().get();
    }

    // On the engine thread.
    void show_next_event(engine::Engine& engine) {
        std::optional<sandbox::NextEvent> next;
        if (const auto timer = engine.next_timer()) next = sandbox::NextEvent{timer->due, words_for(*timer)};
        asio::post(slack_io_, [this, event = std::move(next)] { next_event_ = event; });
    }

    // On the stage: the clock stops at every timer on the way until what it caused has been posted.
    void advance(Duration by, const std::function<void()>& moved) {
        if (ended_ || bot_ == nullptr) return;
        pass(by);
        asio::post(slack_io_, moved);
    }

    void pass(Duration by) {
        const auto target = clock_.now() + by;
        for (auto next = next_stop(); next && *next <= target; next = next_stop()) {
            if (*next > clock_.now()) clock_.advance(*next - clock_.now());
            settle();
        }
        if (target > clock_.now()) clock_.advance(target - clock_.now());
        settle();
    }

    // A timer of the bot, or a call that has rung long enough.
    std::optional<Time> next_stop() {
        std::optional<Time> next;
        on_slack([&] {
            next = server_->service().phones().next_due();
            return true;
        });
        if (const auto timer = bot_->next_timer(); timer && (!next || timer->due < *next)) next = timer->due;
        return next;
    }

    // What the bot did may be a call, and what the call's phone did may be news for the bot.
    void settle() {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        bool quiet = false;
        while (!quiet && std::chrono::steady_clock::now() < deadline) {
            bot_->settle(patience);
            quiet = on_slack([&] {
                const bool idle = server_->service().phones().idle();
                server_->look_at_phones();
                return idle && server_->service().phones().idle();
            });
            if (!quiet) std::this_thread::sleep_for(look_again);
        }
    }

    // On the stage: a new bot with an empty store.
    void start_again() {
        if (ended_ || bot_ == nullptr) return;
        demo_pause_.cancel();
        std::promise<void> started;
        started_ = &started;
        stop_bot(true);
        started.get_future().wait();
    }

    // On the stage, so that nobody asks a bot that has gone.
    void end() {
        ended_ = true;
        demo_pause_.cancel();
        stop_bot(false);
    }

    void stop_bot(bool again) {
        asio::post(bot_io_, [this, again] {
            again_ = again;
            bot_->stop();
            if (again && !options_.state.empty()) forget_store();
            signals_->cancel();
        });
    }

    void forget_store() const {
        std::error_code ignored;  // what is not there need not be removed
        const std::filesystem::directory_iterator folder(options_.state, ignored);
        // With copies of it: beside them no new one would be made.
        for (const auto& entry : folder) {
            if (entry.path().filename().string().starts_with(store_name))
                std::filesystem::remove(entry.path(), ignored);
        }
    }

    static void open_browser(const std::string& url) {
        if (fork() == 0) {
            if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(0);
            execlp("xdg-open", "xdg-open", url.c_str(), nullptr);
            _exit(0);  // no browser here: the address was printed
        }
    }

    config::Configuration configuration_;
    SandboxOptions options_;
    MovableClock clock_;
    asio::io_context slack_io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> slack_work_{slack_io_.get_executor()};
    asio::io_context bot_io_{1};
    asio::thread_pool stage_{1};
    asio::steady_timer demo_pause_{stage_};
    std::vector<DemoStep> demo_ = demo_steps();
    sandbox::SlackServer* server_ =
        nullptr;          // as long as anything runs; its parts on the stand-in's I/O thread
    Bot* bot_ = nullptr;  // replaced only while the stage waits for it
    asio::signal_set* signals_ = nullptr;
    std::promise<void>* started_ = nullptr;
    bool again_ = false;                            // on the bot's I/O thread
    bool ended_ = false;                            // on the stage
    std::optional<sandbox::NextEvent> next_event_;  // on the stand-in's I/O thread
};

}  // namespace

int sandbox(const SandboxOptions& options) {
    log::configure(log::Level::warn, log::Format::automatic);
    const config::Needs needs{.also_check = check_rules_and_runbooks};
    auto loaded = options.config ? config::load_file(*options.config, config::process_environment(), needs)
                                 : config::load_text(example_organisation(SystemClock().now()),
                                                     "sandbox.yaml", config::process_environment(), needs);
    if (!loaded.ok()) {
        for (const auto& line : config::to_lines(loaded.findings)) fmt::print(stderr, "{}\n", line);
        return configuration_invalid;
    }
    if (!options.state.empty()) {
        std::error_code failed_to_create;
        std::filesystem::create_directories(options.state, failed_to_create);
        if (failed_to_create) {
            fmt::print(stderr, "{} cannot be used: {}\n", options.state, failed_to_create.message());
            return store_error;
        }
    }
    std::signal(SIGCHLD, SIG_IGN);
    return Sandbox(std::move(loaded.configuration), options).run();
}

}  // namespace tocsin::app
