#include "bot/app/engine_settings.h"

#include <filesystem>

#include <string>

#include "bot/app/trackers.h"
#include "bot/app/version.h"

namespace tocsin::app {
namespace {

templates::BlockForm form_of(config::BlockStyle style) {
    switch (style) {
        case config::BlockStyle::automatic:
            return templates::BlockForm::automatic;
        case config::BlockStyle::modern:
            return templates::BlockForm::modern;
        case config::BlockStyle::classic:
            return templates::BlockForm::classic;
    }
    return templates::BlockForm::automatic;
}

// A folder that cannot be read has no runbooks: `tocsin check` says so.
Setup setup_of(const config::Configuration& configuration) {
    Setup setup;
    setup.status_page = configuration.status_page.has_value();
    for (const auto& rule : configuration.alerts.rules) setup.alerted.insert(rule.severity);
    std::error_code unreadable;
    std::filesystem::directory_iterator files(configuration.runbooks, unreadable);
    for (; !unreadable && files != std::filesystem::directory_iterator(); files.increment(unreadable)) {
        if (files->path().extension() == ".md") setup.runbooks.insert(files->path().stem().string());
    }
    return setup;
}

}  // namespace

engine::Settings engine_settings(const config::Configuration& configuration, channels::Registry registry) {
    engine::Settings settings;
    settings.rules = configuration.rules;
    settings.trackers = make_trackers(configuration.trackers);
    // A tracker that is not connected takes no tickets: the incident stays one that pages nobody.
    for (auto& [severity, rules] : settings.rules.severities) {
        if (!settings.trackers.contains(rules.ticket)) rules.ticket.clear();
    }
    settings.setup = setup_of(configuration);
    settings.channel = configuration.slack.channel;
    settings.pace = {configuration.slack.pace.per_channel_per_second, configuration.slack.pace.burst};
    settings.blocks = form_of(configuration.slack.blocks);
    settings.emoji = {configuration.emoji.timeline, configuration.emoji.action, configuration.emoji.watch};
    settings.public_url = configuration.http.public_url;
    settings.channels = std::move(registry);
    settings.version = std::string(version());
    return settings;
}

}  // namespace tocsin::app
