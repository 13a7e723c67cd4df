#include "bot/engine/post_mortem_exports.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/channels/answers.h"
#include "bot/engine/measuring.h"
#include "bot/trackers/github.h"
#include "templates/postmortem.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view to_webhook = "the webhook";
constexpr std::string_view reading = "read";  // the repository's file, before it is written

constexpr std::size_t most_outdated = 3;  // in a row: then it is no change of somebody else
constexpr Duration gathered_for = 30s;  // changes after the publication: one commit for what was done at once

// What a repository was read to hold; absent: it has to be read first.
std::string revision_note(const Incident& incident) {
    return fmt::format("exported/{}", incident.number.value());
}

// A stroke for each write in a row that it has called outdated.
std::string outdated_note(const Incident& incident) {
    return fmt::format("outdated/{}", incident.number.value());
}

void forget_file(Workbench& bench, const Incident& incident) {
    bench.tx().forget_note(revision_note(incident));
    bench.tx().forget_note(outdated_note(incident));
}

std::string markdown_of(Workbench& bench, const Incident& incident) {
    return templates::post_mortem_markdown(incident, bench.tx().timeline(incident.number), bench.render(),
                                           bench.facts(incident));
}

trackers::File file_of(Workbench& bench, const Incident& incident) {
    const auto& folder = bench.settings().post_mortems.repository->folder;
    return {(folder.empty() ? "" : folder + "/") + templates::post_mortem_file_name(incident),
            markdown_of(bench, incident),
            fmt::format("Post-mortem of {}: {}", name_of(incident),
                        templates::post_mortem_title(incident, bench.render()))};
}

// What is private stays in its channel, and a drill is none of anybody's business.
bool is_for_others(const Incident& incident) {
    return incident.post_mortem.published && !incident.is_private && !incident.drill;
}

void note_trouble(Workbench& bench, const Incident& incident, const std::string& to,
                  const std::string& reason) {
    log::warn("a post-mortem could not be exported",
              {{"incident", name_of(incident)}, {"to", to}, {"reason", reason}});
    (void)bench.act(incident, {Actor{}, Via::provider, command::NotePostMortemCopyTrouble{to, reason}});
}

void note_done(Workbench& bench, const Incident& incident, const std::string& to, const std::string& url) {
    (void)bench.act(incident, {Actor{}, Via::provider, command::NotePostMortemCopy{to, url}});
}

// In numbers and in names of methods.
std::string label_of(const std::string& to) {
    return to == to_webhook ? "webhook" : to;
}

Ready ready(channels::HttpRequest request, const std::string& to, std::string_view purpose = {}) {
    return {channels::Request(std::move(request)), "export/" + label_of(to), "", std::string(purpose), {}};
}

Ready to_repository(Workbench& bench, const Incident& incident, const std::string& to) {
    const auto& files = bench.settings().post_mortems.repository->files;
    const auto file = file_of(bench, incident);
    const auto revision = bench.tx().note(revision_note(incident));
    return revision ? ready(files.write(file, *revision), to) : ready(files.read(file), to, reading);
}

Ready to_receiver(Workbench& bench, const storage::OutboxRow& row, const Incident& incident) {
    constexpr std::size_t id_digits = 32;
    const auto& webhook = *bench.settings().post_mortems.webhook;
    const auto& context = bench.render();
    const auto& address = context.links.internal_url;
    const auto markdown = markdown_of(bench, incident);
    const nlohmann::json data{
        {"incident", name_of(incident)},
        {"severity", key_of(incident.severity)},
        {"title", templates::post_mortem_title(incident, context)},
        {"published", format_rfc3339(*incident.post_mortem.published)},
        {"published_by", templates::name_of(incident.post_mortem.published_by, context)},
        {"url", address.empty() ? "" : fmt::format("{}/i/{}/post-mortem", address, incident.number.value())},
        {"file", templates::post_mortem_file_name(incident)},
        {"markdown", markdown}};
    auto request = channels::json_post(
        webhook.url,
        {{"type", "post_mortem.published"}, {"timestamp", format_rfc3339(bench.now())}, {"data", data}});
    // The same over every try at the same words, and another one when they come back after others.
    const auto about = fmt::format("post-mortem/{}/{}/{}", incident.number.value(), row.id.value(), markdown);
    const auto id = "msg_" + sha256_hex(about).substr(0, id_digits);
    for (auto& header : webhook.scheme.headers(id, bench.now(), request.body))
        request.headers.push_back(std::move(header));
    return ready(std::move(request), std::string(to_webhook));
}

bool is_connected(Workbench& bench, const std::string& to) {
    const auto& settings = bench.settings().post_mortems;
    if (to == to_webhook) return settings.webhook.has_value();
    return settings.repository && settings.repository->tracker == to;
}

using Next = std::optional<TryAgain>;

struct Take {
    Workbench& bench;
    const UnderWay& under_way;
    const std::string& to;
    const Incident& incident;
    const channels::HttpAnswer& answer;
    bool read;  // it was a look at what the repository holds

    Next operator()(const trackers::Kept& kept) const {
        if (read && !kept.same) return look_then_write(kept.revision);
        forget_file(bench, incident);
        note_done(bench, incident, to, kept.url);
        return std::nullopt;
    }
    Next operator()(const trackers::Missing&) const { return look_then_write(""); }
    // So it calls a protected branch and a path that it does not like as well.
    Next operator()(const trackers::Outdated&) const {
        const auto note = outdated_note(incident);
        const auto times = bench.tx().note(note).value_or("").size() + 1;
        if (times >= most_outdated) return (*this)(trackers::github_objection(answer));
        bench.tx().set_note(note, std::string(times, '|'));
        return later(pause_after_try(under_way.row.attempts));
    }
    Next operator()(const channels::Accepted&) const {
        note_done(bench, incident, to, "");
        return std::nullopt;
    }
    Next operator()(const channels::Retry& retry) const {
        log::warn("no clear answer to an exported post-mortem", {{"to", to}, {"reason", retry.reason}});
        return later(std::max(retry.after, pause_after_try(under_way.row.attempts)));
    }
    Next operator()(const channels::Rejected& rejected) const {
        note_trouble(bench, incident, to, rejected.reason);
        return later(pause_after_refusal);
    }

    Next look_then_write(const std::string& revision) const {
        bench.tx().set_note(revision_note(incident), revision);
        return TryAgain{};
    }
    // Whatever is there by then is read anew.
    Next later(Duration pause) const {
        bench.tx().forget_note(revision_note(incident));
        return TryAgain{pause};
    }
};

channels::Outcome outcome_of(const channels::HttpAnswer& answer) {
    constexpr int switched_off = 410;
    if (channels::succeeded(answer)) return channels::Accepted{};
    if (answer.status == switched_off)
        return channels::Rejected{channels::Rejected::Why::configuration,
                                  "The webhook's receiver is switched off (HTTP 410)."};
    return channels::refusal(answer, "The webhook's receiver");
}

}  // namespace

void export_post_mortem(Workbench& bench, const Incident& incident) {
    if (!is_for_others(incident)) return;
    const auto& settings = bench.settings().post_mortems;
    const auto pause = *incident.post_mortem.published == bench.now() ? Duration{} : gathered_for;
    const auto send = [&](std::string to) {
        bench.send(outgoing::ExportPostMortem{incident.number, std::move(to)}, storage::Priority::cosmetic,
                   bench.now() + tried_for, pause);
    };
    if (settings.repository) send(settings.repository->tracker);
    if (settings.webhook) send(std::string(to_webhook));
}

Prepared prepare_export(Workbench& bench, const storage::OutboxRow& row,
                        const outgoing::ExportPostMortem& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    if (!incident || !is_for_others(*incident) || !is_connected(bench, wish.to)) return NotWanted{};
    return wish.to == to_webhook ? to_receiver(bench, row, *incident)
                                 : to_repository(bench, *incident, wish.to);
}

void give_up_export(Workbench& bench, const outgoing::ExportPostMortem& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    if (!incident || !is_for_others(*incident)) return;
    forget_file(bench, *incident);
    note_trouble(bench, *incident, wish.to,
                 "It was tried for a week, and is tried again when the post-mortem changes.");
}

std::optional<TryAgain> take_export_answer(Workbench& bench, const UnderWay& under_way,
                                           const outgoing::ExportPostMortem& wish,
                                           const channels::Answer& answer) {
    const auto incident = bench.tx().incident(wish.incident);
    if (!incident || !is_connected(bench, wish.to)) return std::nullopt;
    const auto& http = std::get<channels::HttpAnswer>(answer);
    const bool read = under_way.purpose == reading;
    const Take take{bench, under_way, wish.to, *incident, http, read};
    if (wish.to == to_webhook) {
        const auto outcome = outcome_of(http);
        measure_answer(bench.state(), label_of(wish.to), outcome);
        return std::visit(take, outcome);
    }
    const auto& files = bench.settings().post_mortems.repository->files;
    const auto outcome =
        read ? files.was_read(http, file_of(bench, *incident))
             : files.was_written(http, bench.tx().note(revision_note(*incident)).value_or(""));
    measure_answer(bench.state(), label_of(wish.to), outcome);
    return std::visit(take, outcome);
}

}  // namespace tocsin::engine
