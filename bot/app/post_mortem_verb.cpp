#include <fmt/format.h>

#include "bot/app/settings.h"
#include "bot/app/snapshot.h"
#include "bot/app/verbs.h"
#include "templates/catalog.h"
#include "templates/postmortem.h"

namespace tocsin::app {
namespace {

// As far as Slack has told the store who people are.
class StoredPeople final : public Directory {
  public:
    explicit StoredPeople(storage::Tx& tx) : tx_(tx) {}
    SlackUser user(const UserId& id) const override {
        return tx_.user(id).value_or(SlackUser{id, id.str(), "UTC"});
    }

  private:
    storage::Tx& tx_;
};

}  // namespace

int post_mortem(const Common& common, const std::string& url, int number) {
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto texts = templates::Catalog::load(templates_folder(found->configuration));
    if (!texts) {
        fmt::print(stderr, "{}\n", texts.error().message);
        return configuration_invalid;
    }
    const SystemClock clock;
    auto snapshot = Snapshot::take(common, url, clock);
    if (!snapshot) return snapshot.error();
    std::string markdown;
    snapshot->store().transact([&](storage::Tx& tx) {
        const auto incident = tx.incident(IncidentNumber{number});
        if (!incident) return;
        const StoredPeople people(tx);
        const templates::RenderContext context{*texts, people, found->configuration.rules, tx.now()};
        templates::IncidentFacts facts;
        if (!incident->paging.pages.empty()) facts.paging.emplace();  // that somebody was paged is said
        markdown = templates::post_mortem_markdown(*incident, tx.timeline(incident->number), context, facts);
    });
    if (markdown.empty()) {
        fmt::print(stderr, "There is no INC-{} in this store.\n", number);
        return failed;
    }
    fmt::print("{}", markdown);
    return done;
}

}  // namespace tocsin::app
