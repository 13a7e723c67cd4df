#include "bot/engine/one_configuration.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/log.h"
#include "bot/engine/replicas.h"
#include "bot/engine/watchdog.h"
#include "templates/answers.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr std::string_view note_name = "replicas/different_configurations";
constexpr Duration rolling_reload = 2min;

// Of those of one version: another one may take the fingerprint of other things.
std::vector<storage::Replica> comparable(const State& state, storage::Tx& tx) {
    auto others = company_of(state, tx);
    std::erase_if(others, [&](const auto& other) { return other.version != state.settings.version; });
    return others;
}

void tell(Workbench& bench, const storage::Replica& other) {
    const auto& own = bench.settings();
    log::warn("replicas have different configurations; which one counts depends on which is at work",
              {{"replica", own.instance},
               {"configuration", own.fingerprint},
               {"other", other.name},
               {"other_configuration", other.configuration}});
    const auto text = templates::different_configurations_text(own.instance, other.name);
    tell_admins(bench, text, false);
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, templates::answer::sentence(text)},
               storage::Priority::update);
}

}  // namespace

void compare_configurations(Workbench& bench) {
    auto& tx = bench.tx();
    const auto others = comparable(bench.state(), tx);
    // Alone for a while: one that comes back as it was is not news.
    if (others.empty()) return;
    const auto& own = bench.settings().fingerprint;
    const auto other =
        std::ranges::find_if(others, [&](const auto& one) { return one.configuration != own; });
    const auto noted = tx.note(note_name);
    if (other == others.end()) {
        if (!noted) return;
        log::info("the replicas have one configuration again");
        return tx.forget_note(note_name);
    }
    std::set<std::string> configurations{own};
    for (const auto& one : others) configurations.insert(one.configuration);
    auto difference = json::parse(noted.value_or(""), nullptr, false);
    if (!difference.is_object() || difference.value("configurations", json()) != json(configurations)) {
        difference = {{"configurations", configurations},
                      {"since", bench.now().time_since_epoch().count()},
                      {"told", false}};
        return tx.set_note(note_name, difference.dump());
    }
    const Time since{Duration(difference.value("since", Duration::rep{}))};
    if (difference.value("told", false) || bench.now() - since < rolling_reload) return;
    difference["told"] = true;
    tx.set_note(note_name, difference.dump());
    tell(bench, *other);
}

}  // namespace tocsin::engine
