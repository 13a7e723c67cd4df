#include <CLI/CLI.hpp>
#include <iostream>

#include "bot/app/completion.h"
#include "bot/app/verbs.h"

using namespace tocsin::app;

namespace {

std::vector<VerbWords> words_of(const CLI::App& cli) {
    std::vector<VerbWords> verbs;
    for (const auto* sub : cli.get_subcommands({})) {
        VerbWords words{sub->get_name(), sub->get_description(), {}};
        for (const auto* option : sub->get_options()) {
            for (const auto& name : option->get_lnames()) words.options.push_back("--" + name);
        }
        verbs.push_back(std::move(words));
    }
    return verbs;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Tocsin: incidents and on-call in Slack"};
    cli.name("tocsin");
    cli.require_subcommand(0, 1);
    Common common;
    int code = done;

    const auto verb = [&](const char* name, const char* does, auto run) {
        auto* sub = cli.add_subcommand(name, does);
        sub->callback([&code, run] { code = run(); });
        return sub;
    };
    const auto reads_configuration = [&](CLI::App* sub) {
        sub->add_option("--config", common.config, "configuration file")->type_name("FILE");
        return sub;
    };
    const auto prints_data = [&](CLI::App* sub) {
        sub->add_flag("--json", common.json, "print JSON");
        return sub;
    };

    reads_configuration(verb("run", "the bot, until SIGTERM", [&] { return run(common); }));

    SandboxOptions sandbox_options;
    auto* sandbox_verb = verb("sandbox", "the bot against a built-in Slack in the browser",
                              [&] { return sandbox(sandbox_options); });
    sandbox_verb
        ->add_option("--config", sandbox_options.config, "configuration file; its tokens are not used")
        ->type_name("FILE");
    sandbox_verb->add_option("--port", sandbox_options.port, "port of the page; 0: any")
        ->check(CLI::Range(0, 65535))
        ->type_name("N");
    sandbox_verb->add_flag("!--no-browser", sandbox_options.open_browser, "only print the address");
    sandbox_verb->add_flag("--demo", sandbox_options.demo, "an incident plays by itself, in a minute");
    sandbox_verb->add_option("--state", sandbox_options.state, "keep the bot's state in this folder")
        ->type_name("DIR");

    OnCallOptions oncall_options;
    auto* oncall_verb = prints_data(reads_configuration(
        verb("oncall", "who is on call", [&] { return oncall(common, oncall_options); })));
    oncall_verb->add_option("--schedule", oncall_options.schedule, "only this one")->type_name("ID");
    oncall_verb->add_option("--at", oncall_options.at, "at this instant; -: at those of standard input")
        ->type_name("T");
    oncall_verb->add_option("--from", oncall_options.from, "the shifts and gaps from here")->type_name("T");
    oncall_verb->add_option("--to", oncall_options.to, "and up to here")->type_name("T");
    oncall_verb->add_flag("--ical", oncall_options.ical, "as a calendar");
    oncall_verb->add_option("--why", oncall_options.why, "what put this person there")->type_name("PERSON");

    SimulateOptions simulate_options;
    auto* simulate_verb =
        prints_data(reads_configuration(verb("simulate", "every page of an incident, in virtual time",
                                             [&] { return simulate(common, simulate_options); })));
    simulate_verb->add_option("--scenario", simulate_options.scenario, "what happens; -: from standard input")
        ->type_name("FILE");
    simulate_verb
        ->add_option("--severity", simulate_options.severity, "instead: an incident of this severity")
        ->type_name("SEV");
    simulate_verb->add_option("--at", simulate_options.at, "declared at this instant")->type_name("T");
    simulate_verb->add_option("--ack", simulate_options.acknowledge, "acknowledged, as in 12m@dana")
        ->type_name("WHEN");
    simulate_verb->add_option("--service", simulate_options.service, "of this service")->type_name("ID");
    simulate_verb->add_option("--until", simulate_options.until, "how long to watch; 2h")
        ->type_name("DURATION");

    bool strict = false;
    auto* check_verb = prints_data(reads_configuration(verb(
        "check", "every error of the configuration, then warnings", [&] { return check(common, strict); })));
    check_verb->add_option("file", common.config, "configuration file")->type_name("FILE");
    check_verb->add_flag("--strict", strict, "warnings count too");

    bool send_test = false;
    auto* doctor_verb = prints_data(
        reads_configuration(verb("doctor", "is it ready", [&] { return doctor(common, send_test); })));
    doctor_verb->add_flag("--send-test", send_test, "also post a test message");

    std::string backup_file;
    reads_configuration(
        verb("backup", "online copy of the store", [&] { return backup(common, backup_file); }))
        ->add_option("file", backup_file, "where to; must not exist")
        ->required()
        ->type_name("FILE");
    prints_data(reads_configuration(
        verb("verify", "check the store and its hash-chained timeline", [&] { return verify(common); })));

    std::optional<int> incident;
    prints_data(reads_configuration(
                    verb("export", "everything as JSON", [&] { return export_store(common, incident); })))
        ->add_option("--incident", incident, "only this one")
        ->type_name("N");

    verb("manifest", "the Slack app manifest", [] { return print_manifest(); });
    verb("schema", "JSON Schema of the configuration", [] { return print_schema(); });
    std::string shell;
    verb("completion", "shell completion",
         [&] {
             std::cout << completion(shell, words_of(cli));
             return int{done};
         })
        ->add_option("shell", shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("SHELL");
    prints_data(verb("version", "build facts", [&] { return print_version(common); }));

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? done : wrong_usage;
    }
    if (cli.get_subcommands().empty()) std::cout << cli.help();
    return code;
}
