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
        for (const auto* below : sub->get_subcommands({})) words.options.push_back(below->get_name());
        for (const auto* option : sub->get_options()) {
            for (const auto& name : option->get_lnames()) words.options.push_back("--" + name);
        }
        verbs.push_back(std::move(words));
    }
    return verbs;
}

// `tocsin incident VERB …`: the verb that was chosen stands in `options` afterwards.
void add_incident_verbs(CLI::App& incident, Common& common, IncidentOptions& options) {
    incident.require_subcommand(1);
    const auto verb = [&](const char* name, const char* does) {
        auto* sub = incident.add_subcommand(name, does);
        sub->callback([&options, name] { options.verb = name; });
        sub->add_option("--config", common.config, "configuration file")->type_name("FILE");
        sub->add_option("--url", options.url, "of the running bot; as configured")->type_name("URL");
        sub->add_flag("--json", common.json, "print JSON");
        return sub;
    };
    const auto changes = [&](const char* name, const char* does, const char* words) {
        auto* sub = verb(name, does);
        sub->add_option("words", options.words, words);
        sub->add_option("--by", options.by, "who does it; the token's person")->type_name("PERSON");
        sub->add_option("--key", options.key, "the same one acts once")->type_name("KEY");
        return sub;
    };
    const auto looks = [&](const char* name, const char* does) {
        verb(name, does)->add_option("words", options.words, "[INC]");
    };
    auto* declare = changes("declare", "declare an incident", "[severity] title");
    declare->add_option("--severity", options.severity, "sev1 to sev4")->type_name("SEV");
    declare->add_option("--description", options.description, "what users see")->type_name("TEXT");
    declare->add_option("--service", options.service, "of the configuration")->type_name("ID");
    declare->add_option("--started", options.started, "when it began; now")->type_name("T");
    declare->add_flag("--drill", options.drill, "an exercise");
    declare->add_flag("--private", options.is_private, "seen by those in it and by managers");
    declare->add_flag("--nopage", options.nopage, "page nobody");
    changes("ack", "take the incident", "[INC]");
    auto* update = changes("update", "post a progress update", "[INC] text");
    update->add_option("--status", options.status, "investigating, identified or monitoring");
    update->add_option("--eta", options.eta, "how long it may take")->type_name("DURATION");
    update->add_option("--next", options.next, "when the next update comes")->type_name("DURATION");
    changes("status", "show or change the status", "[INC] [status [text]]");
    changes("severity", "change the severity", "[INC] 1-4 [reason]");
    changes("escalate", "page the next level now", "[INC] [reason]");
    auto* resolve = changes("resolve", "end the incident", "[INC] text");
    resolve->add_option("--cause", options.cause, "the root cause")->type_name("TEXT");
    changes("reopen", "take the resolution back", "INC reason");
    changes("cancel", "mark it as not an incident", "[INC] reason");
    auto* note = changes("note", "add an entry to the timeline", "[INC] text");
    note->add_option("--at", options.at, "when it was; now")->type_name("T");
    auto* list = verb("list", "list incidents");
    list->add_option("--state", options.state, "open, closed or all; open");
    list->add_option("--severity", options.severity, "only these")->type_name("SEV");
    list->add_option("--offset", options.offset, "leave out the newest so many")->type_name("N");
    looks("show", "one incident in full");
    looks("timeline", "its timeline");
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
    auto* sandbox_config =
        sandbox_verb
            ->add_option("--config", sandbox_options.config, "configuration file; its tokens are not used")
            ->type_name("FILE");
    sandbox_verb->add_option("--port", sandbox_options.port, "port of the page; 0: any")
        ->check(CLI::Range(0, 65535))
        ->type_name("N");
    sandbox_verb
        ->add_option("--bot-port", sandbox_options.bot_port,
                     "port of the bot's own listener, for monitoring systems; 0: any")
        ->check(CLI::Range(0, 65535))
        ->type_name("N");
    sandbox_verb->add_flag("!--no-browser", sandbox_options.open_browser, "only print the address");
    sandbox_verb
        ->add_flag("--demo", sandbox_options.demo,
                   "an incident of the example organisation plays by itself, in a minute")
        ->excludes(sandbox_config);
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
    simulate_verb
        ->add_option("--seeds", simulate_options.seeds,
                     "instead: a table of the risks, from so many random days")
        ->type_name("N");
    simulate_verb->add_option("--seed", simulate_options.seed, "of the first day; 1")->type_name("S");
    simulate_verb->add_option("--answers", simulate_options.answers, "how many of those reached answer; 80%")
        ->type_name("SHARE");
    simulate_verb->add_option("--answer-after", simulate_options.answer_after, "in the middle; 3m")
        ->type_name("DURATION");
    simulate_verb->add_option("--away", simulate_options.away, "how many hear nothing all day; 5%")
        ->type_name("SHARE");
    simulate_verb->add_option("--dead-phone", simulate_options.dead_phone, "how many phones are dead; 3%")
        ->type_name("SHARE");
    simulate_verb
        ->add_option("--trouble", simulate_options.trouble,
                     "days with trouble of a provider, the process, the store, the clock; 2%")
        ->type_name("SHARE");
    simulate_verb->add_option("--from", simulate_options.from, "the first of the days; today")
        ->type_name("T");
    simulate_verb->add_option("--span", simulate_options.span, "over how long incidents come; 4w")
        ->type_name("DURATION");
    simulate_verb->add_flag("--print-scenario", simulate_options.print_scenario,
                            "what happens on the day of the seed, without playing it");

    IncidentOptions incident_options;
    auto* incident_verb = verb("incident", "the commands of Slack through the running bot's API",
                               [&] { return incident(common, incident_options); });
    add_incident_verbs(*incident_verb, common, incident_options);

    SilenceOptions silence_options;
    for (const auto* name : {"silence", "maintenance"}) {
        auto* sub =
            prints_data(reads_configuration(verb(name, "keep alerts from opening incidents for a while",
                                                 [&] { return silence(common, silence_options); })));
        sub->add_option("words", silence_options.words,
                        "list, end N, confirm N, or label=value for 2h because reason");
        sub->add_option("--by", silence_options.by, "who does it; the token's person")->type_name("PERSON");
        sub->add_option("--url", silence_options.url, "of the running bot; as configured")->type_name("URL");
    }

    bool strict = false;
    auto* check_verb = prints_data(reads_configuration(verb(
        "check", "every error of the configuration, then warnings", [&] { return check(common, strict); })));
    check_verb->add_option("file", common.config, "configuration file")->type_name("FILE");
    check_verb->add_flag("--strict", strict, "warnings count too");

    bool send_test = false;
    auto* doctor_verb = prints_data(
        reads_configuration(verb("doctor", "is it ready", [&] { return doctor(common, send_test); })));
    doctor_verb->add_flag("--send-test", send_test, "also post a test message");

    std::string url;
    const auto asks_bot = [&](CLI::App* sub) {
        sub->add_option("--url", url, "of the running bot; as configured")->type_name("URL");
        return sub;
    };
    std::string backup_file;
    asks_bot(reads_configuration(verb("backup", "online copy of the store",
                                      [&] { return backup(common, url, backup_file); })))
        ->add_option("file", backup_file, "where to; must not exist")
        ->required()
        ->type_name("FILE");
    bool restored = false;
    asks_bot(prints_data(reads_configuration(verb("verify", "check the store and its hash-chained timeline",
                                                  [&] { return verify(common, url, restored); }))))
        ->add_flag("--restored", restored, "and let a bot run on it, a copy whose bot has stopped for good")
        ->excludes("--url");

    std::optional<int> only;
    asks_bot(prints_data(reads_configuration(
                 verb("export", "everything as JSON", [&] { return export_store(common, url, only); }))))
        ->add_option("--incident", only, "only this one")
        ->type_name("N");

    ImportOptions import_options;
    auto* import_verb = prints_data(reads_configuration(
        verb("import", "what export wrote, into an empty store; or another product's schedules",
             [&] { return import_files(common, import_options); })));
    import_verb->add_option("files", import_options.files, "-: standard input")
        ->required()
        ->type_name("FILE");
    import_verb->add_option("--from", import_options.product, "pagerduty, opsgenie, grafana-oncall or ical")
        ->type_name("PRODUCT");
    import_verb->add_option("--people", import_options.people, "who is who: lines of THEIRS: OURS")
        ->type_name("FILE");
    import_verb->add_flag("--compare", import_options.compare,
                          "only say when another person would be paged than there");
    import_verb->add_option("--days", import_options.days, "to compare; 140")
        ->check(CLI::Range(1, 1000))
        ->type_name("N");
    import_verb->add_option("--since", import_options.since, "compare from this instant")->type_name("T");
    import_verb
        ->add_option("--schedule", import_options.schedule,
                     "compare this one of the configuration instead of what was read")
        ->type_name("ID");

    std::string from_url, to_url;
    auto* migrate_verb =
        prints_data(verb("migrate-store", "move a whole store to another database, while no bot runs",
                         [&] { return migrate_store(common, from_url, to_url); }));
    migrate_verb->add_option("--from", from_url, "sqlite:PATH or postgresql://…")
        ->required()
        ->type_name("URL");
    migrate_verb->add_option("--to", to_url, "the same; an empty database, or a new file")
        ->required()
        ->type_name("URL");

    int post_mortem_number = 0;
    asks_bot(reads_configuration(verb("post-mortem", "an incident's post-mortem as Markdown",
                                      [&] { return post_mortem(common, url, post_mortem_number); })))
        ->add_option("incident", post_mortem_number, "its number")
        ->required()
        ->type_name("N");

    ReportOptions report_options;
    auto* report_verb = asks_bot(prints_data(reads_configuration(
        verb("report", "the metrics of a month", [&] { return report(common, url, report_options); }))));
    report_verb->add_option("--month", report_options.month, "as in 2025-01")->required()->type_name("MONTH");
    report_verb->add_option("--data", report_options.data, "from an export instead of the store")
        ->type_name("FILE");
    report_verb->add_flag("--html", report_options.html, "as a page for a browser");

    PageTestOptions page_options;
    auto* page_verb = verb("page", "test pages", [&] { return page_test(common, page_options); });
    page_verb->require_subcommand(1);
    auto* page_test_verb = prints_data(reads_configuration(
        page_verb->add_subcommand("test", "a real test page on all means, and what became of each")));
    page_test_verb->add_option("person", page_options.person, "of the configuration")
        ->required()
        ->type_name("PERSON");
    page_test_verb->add_option("--url", page_options.url, "of the running bot; as configured")
        ->type_name("URL");
    page_test_verb->add_flag("--explain", page_options.explain, "also which means are left out, and why");

    ForgetOptions forget_options;
    auto* forget_verb = prints_data(reads_configuration(verb(
        "forget", "remove a person's data from the store", [&] { return forget(common, forget_options); })));
    forget_verb->add_option("person", forget_options.person, "who was in the configuration, or a Slack user")
        ->required()
        ->type_name("PERSON");
    forget_verb
        ->add_option("--also", forget_options.also,
                     "another name, number or address of theirs; may be repeated")
        ->type_name("WORDS");
    forget_verb->add_flag("--dry-run", forget_options.dry_run, "say what would go, and change nothing");
    forget_verb->add_flag("--keep-words", forget_options.keep_words, "leave their name in what people typed");
    forget_verb->add_option("--url", forget_options.url, "of the running bot; as configured")
        ->type_name("URL");

    RulesTestOptions rules_options;
    auto* rules_verb = verb("rules", "alert rules", [&] { return rules_test(common, rules_options); });
    rules_verb->require_subcommand(1);
    auto* rules_test_verb = prints_data(
        reads_configuration(rules_verb->add_subcommand("test", "which alert rule matches, and why")));
    rules_test_verb->add_option("--alert", rules_options.alert, "a payload; -: from standard input")
        ->required()
        ->type_name("FILE");
    rules_test_verb->add_option("--source", rules_options.source, "read as this one of alerts.sources")
        ->type_name("NAME");
    rules_test_verb->add_option("--kind", rules_options.kind, "instead: read as of this kind")
        ->type_name("KIND");
    rules_test_verb->add_option("--value", rules_options.values, "what Prometheus would say; may be repeated")
        ->type_name("NAME=NUMBER");

    verb("manifest", "the Slack app manifest", [] { return print_manifest(); });
    bool as_table = false;
    verb("schema", "JSON Schema of the configuration", [&] {
        return print_schema(as_table);
    })->add_flag("--table", as_table, "instead: every key as a row in Markdown");
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
